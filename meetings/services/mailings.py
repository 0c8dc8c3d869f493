"""A mailing from its draft to the last invitation it asks for: looked at, sent once, and
prepared in the background so that a stopped machine loses nobody and asks nobody twice."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from champions.history import record
from champions.models import User
from meetings.enums import MailingState, MeetingState, Route
from meetings.models import Mailing, Meeting
from meetings.services.invitations import about, invite
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import today_at
from meetings.services.whom_to_ask import draw, draw_people
from meetings.services.workshops import may_still_post
from meetings.workshop_dates import reminder_day

# Small, so that a reply never waits long for the one who writes on SQLite.
CHUNK = 10
TASK = "meetings.tasks.prepare_mailing"
# For so long nothing leaves the house: whoever pressed too soon stops it.
TIME_TO_STOP = timedelta(minutes=15)


class MailingError(RefusedError):
    """A mailing cannot be sent, paused or stopped now; says why and what to do."""


@transaction.atomic
def draft_mailing(
    workshop: Meeting, *, size: int, by: User, calls: int | None = None
) -> Mailing:
    """A mailing to look at before it is sent; a workshop has one such draft at a time.
    `calls` are as many as staff can make for it; None leaves them. Whoever does not
    answer is asked once more, unless somebody says otherwise."""
    today, by_when = today_at(workshop.centre), workshop.reply_by
    reminds_on = reminder_day(today, by_when) if by_when else None
    fields = {"size": size} | ({} if calls is None else {"calls": calls})
    first = {**fields, "created_by": by, "reminds_on": reminds_on}
    mailing, _made = Mailing.objects.update_or_create(
        centre=workshop.centre,
        meeting=workshop,
        state=MailingState.DRAFT,
        defaults=fields,
        create_defaults=first,
    )
    return mailing


@transaction.atomic
def send_mailing(mailing: Mailing, *, by: User, seen: str = "") -> Mailing:
    """Begin to invite, in the background; nothing leaves for a quarter of an hour.
    Pressing twice sends once. Refused when the draft is no longer as it was `seen`."""
    check_it_may_leave(mailing.meeting)
    locked = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if locked.state == MailingState.DRAFT:
        if locked.as_seen != (seen or mailing.as_seen):
            raise MailingError(
                _(
                    "Somebody else has just changed this mailing. Please look at it "
                    "again."
                )
            )
        _begin(mailing, by)
    mailing.refresh_from_db()
    return mailing


def _begin(mailing: Mailing, by: User) -> None:
    _check_somebody_is_asked(mailing)
    now = timezone.now()
    Mailing.objects.filter(pk=mailing.pk, state=MailingState.DRAFT).update(
        state=MailingState.SENDING, sent_at=now, leaves_at=now + TIME_TO_STOP
    )
    record(mailing, "meetings.send_mailing", by=by, size=mailing.size)
    transaction.on_commit(lambda: go_on_in_background(mailing.pk))


def check_it_may_leave(workshop: Meeting) -> None:
    """Refuse what nobody could answer in time."""
    if workshop.state != MeetingState.ANNOUNCED:
        raise MailingError(_("Announce the workshop first."))
    if not may_still_post(workshop):
        raise MailingError(
            _(
                "It is too late for this workshop: a letter needs three weeks for an "
                "answer. Make a further workshop and ask people to that one."
            )
        )


def _check_somebody_is_asked(mailing: Mailing) -> None:
    if not draw_people(mailing, 1):
        raise MailingError(
            _("Everybody on your list was asked already. There is nobody to invite.")
        )


def go_on_in_background(mailing_id: int) -> None:
    async_task(TASK, mailing_id)


@transaction.atomic
def prepare_chunk(mailing: Mailing) -> bool:
    """Invite the next few; whether there are more. All of a chunk or nothing: a killed
    worker leaves no half, and the next one goes on where this one stood."""
    locked = Mailing.objects.select_for_update(of=("self",)).select_related(
        "centre", "meeting__centre", "meeting__circle__lead", "meeting__followed_by"
    )
    current = locked.get(pk=mailing.pk)
    if current.state != MailingState.SENDING:
        return False
    if current.meeting.state == MeetingState.CANCELLED:
        Mailing.objects.filter(pk=current.pk).update(state=MailingState.CANCELLED)
        return False
    people, words = draw(current, CHUNK), about(current.meeting)
    for person, way in people:
        person.centre = current.centre
        invite(
            person,
            current.meeting,
            route=Route.GENERAL,
            by=None,
            channel=way,
            mailing=current,
            words=words,
        )
    current.prepared += len(people)
    if len(people) < CHUNK or current.prepared >= current.size:
        current.state, current.prepared_at = MailingState.SENT, timezone.now()
    current.save(update_fields=["prepared", "state", "prepared_at"])
    return current.state == MailingState.SENDING
