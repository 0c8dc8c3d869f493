"""Inviting everybody, a lot at a time: how many to ask, who is drawn, and sending in the
background so that a stopped machine loses nobody and asks nobody twice."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from champions.enums import Channel, ConsentPurpose, MessageState
from champions.history import record
from champions.messages.outbox import cancel_topic
from champions.messages.ways import way_to
from champions.messages.words import forms_of
from champions.models import Centre, Consent, Message, Person, User
from meetings.cadence import months_later
from meetings.enums import (
    HOLDING,
    InvitationState,
    MailingState,
    MeetingState,
    Reply,
    Route,
)
from meetings.models import Invitation, Mailing, Meeting, Seat
from meetings.services.invitations import MESSAGE, about, invite
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import today_at
from meetings.services.workshops import may_still_post

# Of a hundred people asked, two or three say yes (design, section 4).
USUAL_RATE = 0.025
# With fewer people asked than this, the centre's own rate is chance.
ENOUGH_ASKED = 200
MONTHS_FOR_EVERYBODY = 6
# Small, so that a reply never waits long for the one who writes on SQLite.
CHUNK = 10
TASK = "meetings.tasks.prepare_mailing"


class MailingError(RefusedError):
    """A mailing cannot be sent or stopped now; says why and what to do."""


@dataclass(frozen=True)
class Counts:
    """What a mailing comes to, shown before it is sent."""

    people: int = 0
    by_channel: dict[str, int] = field(default_factory=dict)
    # Who would rather have a text or a call, and gets a letter for now.
    wished: dict[str, int] = field(default_factory=dict)
    by_language: dict[str, int] = field(default_factory=dict)
    unreachable: int = 0
    never_written_to: int = 0
    # Colleagues talk with them first; they remain to be asked.
    talked_with_first: int = 0
    left_afterwards: int = 0


def expected_rate(centre: Centre) -> float:
    """How many of those asked say yes: the usual rate, then the centre's own."""
    over = Meeting.objects.of(centre).filter(reply_by__lt=today_at(centre))
    asked = (
        Invitation.objects.of(centre)
        .filter(meeting__in=over, route=Route.GENERAL)
        .exclude(state=InvitationState.WITHDRAWN)
    )
    count = asked.count()
    if count < ENOUGH_ASKED:
        return USUAL_RATE
    yes = Seat.objects.of(centre).filter(
        meeting__in=over,
        person__in=asked.values("person"),
        reply__in=[Reply.HOPING, Reply.WAITING, *HOLDING],
    )
    return max(yes.count(), 1) / count


def size_of(centre: Centre, places: int) -> int:
    """How many people to ask so that about `places` of them say yes."""
    # Rounded first: 24 / 0.025 must be 960, not 961 by the noise of the last digit.
    return math.ceil(round(places / expected_rate(centre), 6))


def not_yet_asked(centre: Centre) -> QuerySet[Person]:
    """Everybody on the list whom we may ask and never did; no staff, no champions."""
    asked = Invitation.objects.of(centre).exclude(state=InvitationState.WITHDRAWN)
    return _neighbours(centre).exclude(pk__in=asked.values("person"))


def ask_again(centre: Centre) -> QuerySet[Person]:
    """Who said “not this time, ask me again” to the last invitation they had."""
    asked = Invitation.objects.of(centre).exclude(state=InvitationState.WITHDRAWN)
    later = asked.filter(state=InvitationState.MAYBE_LATER)
    settled = asked.exclude(state=InvitationState.MAYBE_LATER)
    return (
        _neighbours(centre)
        .filter(pk__in=later.values("person"))
        .exclude(pk__in=settled.values("person"))
    )


def asked_to_join(centre: Centre) -> QuerySet[Person]:
    """Who put themselves forward when no workshop took replies."""
    asked = Invitation.objects.of(centre).exclude(state=InvitationState.WITHDRAWN)
    joining = _contact(centre).filter(withdrawn_at=None)
    return (
        _neighbours(centre)
        .filter(pk__in=joining.values("person"))
        .exclude(pk__in=asked.values("person"))
    )


def _neighbours(centre: Centre) -> QuerySet[Person]:
    people, contact = Person.objects.of(centre), _contact(centre)
    return (
        people.may_be_asked()
        .filter(champion=None)
        .exclude(pk__in=people.staff().values("pk"))
        .exclude(
            Q(pk__in=contact.exclude(withdrawn_at=None).values("person"))
            & ~Q(pk__in=contact.filter(withdrawn_at=None).values("person"))
        )
    )


def _talked_with_first(centre: Centre) -> QuerySet[Person]:
    return Person.objects.of(centre).talked_with_first().order_by().only("pk")


def _contact(centre: Centre) -> QuerySet[Consent]:
    return Consent.objects.of(centre).filter(purpose=ConsentPurpose.CONTACT)


def reachable() -> Q:
    """Some way is known and safe; the outbox looks closer at each person."""
    by_post = Q(safe_to_write=True) & (~Q(email="") | ~Q(address=""))
    return by_post | (Q(safe_to_phone=True) & ~Q(phone=""))


def everybody_asked_by(centre: Centre) -> date:
    """The day by which the whole list shall have been asked once: six months from the
    first mailing."""
    first = (
        Mailing.objects.of(centre)
        .filter(sent_at__isnull=False)
        .order_by("sent_at")
        .first()
    )
    begun = (
        timezone.localdate(first.sent_at, centre.tzinfo)
        if first and first.sent_at
        else today_at(centre)
    )
    return months_later(begun, MONTHS_FOR_EVERYBODY)


def draft_mailing(workshop: Meeting, *, size: int, by: User) -> Mailing:
    """A mailing to look at before it is sent; a workshop has one such draft at a time."""
    mailing, _made = Mailing.objects.update_or_create(
        centre=workshop.centre,
        meeting=workshop,
        state=MailingState.DRAFT,
        defaults={"size": size},
        create_defaults={"size": size, "created_by": by},
    )
    return mailing


def lot(seed: str, person_id: int) -> bytes:
    """Somebody's number in the lot of a mailing. It hangs on the seed and the person
    alone, so a list that changes meanwhile moves nobody else's."""
    return hashlib.sha256(f"{seed}:{person_id}".encode()).digest()


def draw_people(mailing: Mailing, most: int | None = None) -> list[Person]:
    """Who is asked next, in the order of the lot, after those who asked to be asked; at
    most as many as this mailing is still to ask."""
    return [person for person, _way in _draw(mailing, most)]


def _draw(mailing: Mailing, most: int | None = None) -> list[tuple[Person, Channel]]:
    left = mailing.size - mailing.prepared
    count = left if most is None else min(most, left)
    drawn: list[tuple[Person, Channel]] = []
    order, forms = _in_order(mailing), forms_of(MESSAGE)
    for start in range(0, len(order), max(count, 1)):
        slice_ = order[start : start + count]
        people = Person.objects.of(mailing.centre).select_related("centre")
        found = people.in_bulk(slice_)
        ways = ((found[pk], way_to(found[pk], forms=forms)) for pk in slice_)
        drawn += [(person, way) for person, way in ways if way]
        if len(drawn) >= count:
            break
    return drawn[:count]


def _in_order(mailing: Mailing) -> list[int]:
    """Everybody who may be asked to this workshop: first who asked to join, then who
    asked for another time, then everybody else; by lot within each. With whom we talk
    first waits, but for who asked to join."""
    centre = mailing.centre
    first = _talked_with_first(centre)
    here = Invitation.objects.filter(meeting=mailing.meeting_id).values("person")
    order: dict[int, None] = {}
    for people in (
        asked_to_join(centre),
        ask_again(centre).exclude(pk__in=first),
        not_yet_asked(centre).exclude(pk__in=first),
    ):
        free = people.filter(reachable()).exclude(pk__in=here)
        ids = free.order_by().values_list("pk", flat=True)
        lots = sorted(ids, key=lambda pk: lot(mailing.lot_seed, pk))
        order |= dict.fromkeys(lots)
    return list(order)


def counts(mailing: Mailing) -> Counts:
    """What would be sent to how many, and who cannot be reached at all."""
    drawn = _draw(mailing)
    free = not_yet_asked(mailing.centre)
    everybody = Person.objects.of(mailing.centre).living()
    return Counts(
        people=len(drawn),
        by_channel=dict(Counter(str(way.value) for _person, way in drawn)),
        wished=dict(
            Counter(person.channel for person, way in drawn if _waits(person, way))
        ),
        by_language=dict(Counter(person.language for person, _way in drawn)),
        unreachable=free.exclude(reachable()).count(),
        never_written_to=everybody.exclude(do_not_contact_at=None).count(),
        talked_with_first=free.filter(reachable())
        .filter(pk__in=_talked_with_first(mailing.centre))
        .count(),
        left_afterwards=free.filter(reachable())
        .exclude(pk__in=[person.pk for person, _way in drawn])
        .count(),
    )


def _waits(person: Person, way: Channel) -> bool:
    """Would rather have a text or a call, and gets a letter for now."""
    return way == Channel.LETTER and person.channel in {Channel.TEXT, Channel.PHONE}


@transaction.atomic
def send_mailing(mailing: Mailing, *, by: User) -> Mailing:
    """Begin to invite, in the background. Pressing twice sends once."""
    workshop = mailing.meeting
    if workshop.state != MeetingState.ANNOUNCED:
        raise MailingError(_("Announce the workshop first."))
    if not may_still_post(workshop):
        raise MailingError(
            _(
                "It is too late for this workshop: a letter needs three weeks for an "
                "answer. Make a further workshop and ask people to that one."
            )
        )
    begun = Mailing.objects.filter(pk=mailing.pk, state=MailingState.DRAFT).update(
        state=MailingState.SENDING, sent_at=timezone.now()
    )
    if begun:
        record(mailing, "meetings.send_mailing", by=by, size=mailing.size)
        transaction.on_commit(lambda: go_on_in_background(mailing.pk))
    mailing.refresh_from_db()
    return mailing


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
    people, words = draw_people(current, CHUNK), about(current.meeting)
    for person in people:
        person.centre = current.centre
        invite(
            person,
            current.meeting,
            route=Route.GENERAL,
            by=None,
            mailing=current,
            words=words,
        )
    current.prepared += len(people)
    if len(people) < CHUNK or current.prepared >= current.size:
        current.state = MailingState.SENT
    current.save(update_fields=["prepared", "state"])
    return current.state == MailingState.SENDING


@transaction.atomic
def stop_mailing(mailing: Mailing, *, by: User) -> int:
    """Ask nobody more, and take back what has not left the house; how many that were.
    They can be asked to a later workshop."""
    going = Mailing.objects.filter(pk=mailing.pk).exclude(state=MailingState.CANCELLED)
    if not going.update(state=MailingState.CANCELLED):
        return 0
    cancel_topic(f"mailing:{mailing.pk}")
    unsent = Message.objects.about(f"mailing:{mailing.pk}").filter(
        name=MESSAGE, state=MessageState.CANCELLED
    )
    taken = Invitation.objects.filter(
        mailing=mailing,
        state=InvitationState.READY,
        person__in=unsent.values("person"),
    ).update(state=InvitationState.WITHDRAWN)
    record(mailing, "meetings.stop_mailing", by=by, taken_back=taken)
    return taken
