"""Seats: asking somebody, and the one function by which every answer is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.enums import Channel, Language, Role
from champions.history import record
from champions.models import Person, StaffRole, User
from champions.services.talking_first import said_yes
from meetings.enums import (
    HOLDING,
    NEXT_INVITATION_STATES,
    Audience,
    InvitationState,
    MeetingKind,
    Reply,
    Say,
)
from meetings.lots import Party, number_of, turn_of
from meetings.models import Capacity, Invitation, Meeting, Seat
from meetings.services import telling
from meetings.services.attendance import mark_attendance, walk_in
from meetings.services.draw_day import end_of_replies, is_in_time
from meetings.services.needs import Wish, arrange_need, set_needs
from meetings.services.places import (
    free,
    lock_places,
    offer_next,
    waits_for_confirmation,
    widen,
)
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import today_at
from meetings.services.turns import have_precedence

__all__ = [
    "Wish",
    "answer",
    "arrange_need",
    "ask",
    "come_as_guest",
    "mark_attendance",
    "offer_next",
    "walk_in",
    "widen",
]

# What each saying does to the invitation of the same person to the same workshop.
INVITATION_AFTER: dict[str, str] = {
    Say.YES: InvitationState.ANSWERED,
    Say.MAYBE: InvitationState.ANSWERED,
    Say.LATER: InvitationState.MAYBE_LATER,
    Say.NO: InvitationState.DECLINED,
}


def ask(
    meeting: Meeting,
    person: Person,
    *,
    audience: str | None = None,
    by: User | None = None,
) -> Seat:
    """The seat of a person at a gathering; asking twice returns the first one.

    Nobody is told by this. Without `audience` staff get staff's places, others
    champions'. A gathering that is not open to the audience refuses.
    """
    known = Seat.objects.filter(meeting=meeting, person=person).first()
    if known:
        return known
    audience = audience or _audience_of(person)
    _check_open(meeting, audience)
    seat, new = Seat.objects.get_or_create(
        meeting=meeting,
        person=person,
        defaults={"centre": meeting.centre, "audience": audience},
    )
    if new:
        record(seat, "meetings.ask", by=by)
    return seat


def _audience_of(person: Person) -> str:
    roles = StaffRole.objects.filter(
        user=person.user_id,
        centre=person.centre_id,
        role__in=[Role.LEAD, Role.SUPPORTER],
    )
    return Audience.STAFF if person.user_id and roles.exists() else Audience.CHAMPIONS


def _check_open(meeting: Meeting, audience: str) -> None:
    if not Capacity.objects.filter(part__meeting=meeting, audience=audience).exists():
        raise RefusedError(_("There are no places of this kind."))


@transaction.atomic
def answer(
    seat: Seat,
    *,
    say: str,
    by: User | None,
    how: str,
    companions: int = 0,
    needs: Iterable[Wish | str] | None = None,
    helped_by: str = "",
    decline_reason: str = "",
    arrived_on: date | None = None,
) -> Seat:
    """Write what a person (or guest) says to a gathering; any answer may change to any
    until the start, after which it is refused.

    Yes is *hoping* at a welcome workshop whose places are not given yet, when it reached
    the centre by the reply-by date: `arrived_on`, today unless a slip came before it is
    typed. Else the place is theirs, or they wait when there is none. More companions than there is room for are
    refused to somebody who has a place: nothing is lost. `needs` never decide about a
    place; None leaves them as they are. `by` is whoever wrote it, when somebody else
    did. Who gets a place, or waits, is told once; freed places go to those who wait.
    """
    capacities = lock_places(seat.meeting, seat.audience)
    seat = Seat.objects.select_related("meeting__centre", "person").get(pk=seat.pk)
    before, now = seat.reply, timezone.now()
    if not seat.meeting.takes_replies:
        raise RefusedError(
            _("It has begun or was called off: the answer stays as it is.")
        )
    arrived = _arrival(seat, arrived_on)
    seat.reply = _reply_after(seat, say, companions, capacities, arrived)
    seat.companions = companions if say == Say.YES else 0
    seat.said_yes_at = seat.said_yes_at or (now if say == Say.YES else None)
    seat.next_time_at = now if say == Say.LATER else None
    _wait(seat, before, arrived, now)
    _write(seat, before, now, by=by, how=how, helped_by=helped_by)
    if needs is not None:
        set_needs(seat, needs)
    _move_invitation(seat, say, decline_reason, now)
    if say == Say.YES and seat.person:
        said_yes(seat.person)
    record(
        seat,
        "meetings.answer",
        by=by,
        reply=seat.reply,
        how=how,
        arrived=arrived.isoformat(),
    )
    _call_off_what_is_old(seat, before)
    if seat.reply != before:
        telling.replied(seat)
    # Places are free again after a no, and after a yes with fewer companions.
    if before in HOLDING:
        offer_next(seat.meeting, seat.audience)
    return seat


def _call_off_what_is_old(seat: Seat, before: str) -> None:
    """What was still to be told and is not true any more."""
    telling.is_answered(seat)
    if before == Reply.OFFERED:
        telling.offer_is_over(seat)
    if before == Reply.COMING and seat.reply != Reply.COMING:
        telling.needs_no_reminder(seat)


def _arrival(seat: Seat, arrived_on: date | None) -> date:
    today = today_at(seat.meeting.centre)
    if arrived_on and arrived_on > today:
        raise RefusedError(_("That day is still to come. Choose today or earlier."))
    return arrived_on or today


def _reply_after(
    seat: Seat,
    say: str,
    companions: int,
    capacities: list[Capacity],
    arrived: date,
) -> str:
    """What the reply becomes; called while the capacity rows are locked."""
    if say == Say.MAYBE:
        return Reply.MAYBE
    if say in (Say.LATER, Say.NO):
        return Reply.NOT_COMING
    # Staff have places of their own, and no lot is drawn for them.
    if seat.audience != Audience.STAFF and waits_for_confirmation(seat.meeting):
        hopes = seat.reply == Reply.HOPING or is_in_time(seat.meeting, arrived)
        return Reply.HOPING if hopes else Reply.WAITING
    holds = seat.places if seat.reply in HOLDING else 0
    if 1 + companions <= free(seat.meeting, seat.audience, capacities) + holds:
        return Reply.COMING
    if holds:
        raise RefusedError(
            _("There is no room for more people with you. Your own place is safe.")
        )
    return Reply.WAITING


def _wait(seat: Seat, before: str, arrived: date, now: datetime) -> None:
    """Since when somebody waits. Who waits already keeps their turn; a slip that came
    in time and is typed after the draw has the turn that its lot gives it."""
    seat.arrived_on, seat.offered_until = arrived, None
    if seat.reply != Reply.WAITING:
        seat.waiting_since, seat.lot = None, ""
        return
    if before in (Reply.WAITING, Reply.OFFERED):
        seat.waiting_since = seat.waiting_since or now
        return
    seat.waiting_since, meeting = now, seat.meeting
    if meeting.kind == MeetingKind.WELCOME and is_in_time(meeting, arrived):
        seat.waiting_since = end_of_replies(meeting) or now
        seat.lot = _turn(seat) if meeting.drawn_at else ""


def _turn(seat: Seat) -> str:
    party = Party(
        seat.uuid, seat.places, seat.person_id in have_precedence(seat.meeting)
    )
    return turn_of(party, number_of(seat.meeting.draw_seed, seat.uuid))


def _write(
    seat: Seat,
    before: str,
    now: datetime,
    *,
    by: User | None,
    how: str,
    helped_by: str = "",
) -> None:
    seat.answered_by, seat.answered_how, seat.helped_by = by, how, helped_by
    seat.replied_at = seat.updated_at = now
    fields = [
        "reply",
        "companions",
        "said_yes_at",
        "arrived_on",
        "next_time_at",
        "lot",
        "waiting_since",
        "offered_until",
        "answered_by",
        "answered_how",
        "helped_by",
        "replied_at",
        "updated_at",
    ]
    rows = Seat.objects.filter(pk=seat.pk, reply=before)
    if not rows.update(**{field: getattr(seat, field) for field in fields}):
        raise RefusedError(_("Somebody has just changed this. Please look again."))


def _move_invitation(seat: Seat, say: str, decline_reason: str, now: datetime) -> None:
    """The invitation to a workshop says the same as the seat; one that was taken back
    stays so."""
    to = INVITATION_AFTER[say]
    allowed = [state for state, ways in NEXT_INVITATION_STATES.items() if to in ways]
    rows = Invitation.objects.filter(
        person=seat.person, meeting=seat.meeting, state__in=[*allowed, to]
    ).exclude(person=None)
    # Locked first: a reminder that is queued at this moment is called off with the rest.
    locked = rows.select_for_update(of=("self",)).values_list("pk", flat=True)
    telling.are_answered(list(locked))
    reason = decline_reason.strip() if say == Say.NO else ""
    rows.update(state=to, answered_at=now, decline_reason=reason)


@transaction.atomic
def come_as_guest(
    meeting: Meeting,
    *,
    name: str,
    submission: UUID,
    reach: str = "",
    language: str = Language.ENGLISH,
    companions: int = 0,
    needs: Iterable[Wish | str] | None = None,
    shows_name: bool = False,
    meet_me: bool = False,
    by: User | None = None,
    how: str = Channel.EMAIL,
) -> Seat:
    """Somebody says "I will come" without an account: a place, or the waiting list.
    The same form sent twice counts once. `shows_name` lets those who run it see the
    first name; `meet_me` asks them for somebody at the door; `needs` never decide
    about a place."""
    known = Seat.objects.filter(submission=submission).first()
    if known:
        return known
    _check_open(meeting, Audience.GUESTS)
    try:
        with transaction.atomic():
            seat = Seat.objects.create(
                centre=meeting.centre,
                meeting=meeting,
                guest_name=name.strip(),
                guest_reach=reach.strip(),
                guest_language=language,
                shows_name=shows_name,
                meet_me=meet_me,
                audience=Audience.GUESTS,
                submission=submission,
            )
    except IntegrityError:
        # The same form, sent a second time before the first was written.
        return Seat.objects.get(submission=submission)
    return answer(seat, say=Say.YES, by=by, how=how, companions=companions, needs=needs)
