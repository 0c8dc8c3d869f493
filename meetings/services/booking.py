"""The next get-together of a group: proposed by its rhythm, booked by anybody of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from champions.models import Circle, User
from meetings import cadence
from meetings.enums import MeetingKind, MeetingState, Strand
from meetings.models import Meeting
from meetings.services.closed_days import shut_days
from meetings.services.gatherings import announce, hold_meeting, make_meeting
from meetings.services.refusals import ReasonOwedError, RefusedError
from meetings.services.rhythms import (
    begun_of,
    clock_of,
    locked_rhythm,
    next_of,
    policy_of,
    today_at,
)

USUAL_HOURS = (time(14), time(16))
LATELY = 3


@dataclass(frozen=True)
class Proposal:
    """A day for the next get-together, at the usual time, and whether the group is
    owed a reason."""

    on: date
    at: time
    until: time
    needs_reason: bool


def proposals(
    circle: Circle, today: date, strand: str = Strand.CIRCLE
) -> list[Proposal]:
    """Three days for the next get-together of a strand, the best first: from its
    limits, on the weekday and at the hour on which it met before, on no holiday of the
    place and on no day on which the centre is closed."""
    policy, clock = policy_of(circle.centre), clock_of(circle, strand)
    like = usual_of(circle, strand)
    days = cadence.proposals(
        policy,
        clock.stage,
        clock.counts_from,
        today,
        weekday=like.on.weekday() if like else None,
        shut=shut_days(circle.centre, today),
    )
    return [
        Proposal(
            on,
            *_hours(like),
            cadence.needs_reason(policy, clock.stage, clock.counts_from, on),
        )
        for on in days
    ]


def last_good_day(circle: Circle, strand: str = Strand.CIRCLE) -> date | None:
    """A date of the strand after this one owes the group a reason."""
    clock = clock_of(circle, strand)
    policy = policy_of(circle.centre)
    return cadence.last_good_day(policy, clock.stage, clock.counts_from)


def _hours(like: Meeting | None) -> tuple[time, time]:
    return (like.at, like.until) if like else USUAL_HOURS


@transaction.atomic
def book_next(
    circle: Circle,
    *,
    on: date,
    by: User,
    at: time | None = None,
    until: time | None = None,
    place: str = "",
    later_reason: str = "",
    strand: str = Strand.CIRCLE,
) -> Meeting:
    """Book and announce what the strand's stage says comes next; time and place are
    the usual ones unless given. The members are asked. What has begun counts as held
    from now on: whoever books the next one has seen it.

    Refused when a date stands already (the second of two people learns of it), when
    the day is over, and when it is late without a reason. The same day twice is once.
    """
    # Before the rhythm is locked: everybody locks a gathering first.
    if begun := begun_of(circle, strand):
        hold_meeting(begun, by=by)
    rhythm = locked_rhythm(circle, strand)
    booked = next_of(circle, strand)
    if booked and booked.on == on:
        return booked
    _check_booking(circle, rhythm.stage, booked, on)
    policy = policy_of(circle.centre)
    late = cadence.needs_reason(policy, rhythm.stage, rhythm.counts_from, on)
    if late and not later_reason.strip():
        raise ReasonOwedError(
            _("This day is late. Please say why: the group will see it.")
        )
    like = usual_of(circle, strand)
    usual_at, usual_until = _hours(like)
    meeting = make_meeting(
        circle.centre,
        kind=cadence.KIND_OF[rhythm.stage],
        circle=circle,
        strand=strand,
        on=on,
        at=at or usual_at,
        until=until or usual_until,
        place=place or (like.place if like else circle.centre.name),
        directions=like.directions if like else "",
        later_reason=later_reason.strip() if late else "",
        by=by,
    )
    _follow_workshop(meeting)
    return announce(meeting, by=by)


def _check_booking(
    circle: Circle, stage: str, booked: Meeting | None, on: date
) -> None:
    if booked:
        raise RefusedError(_("The next date stands already. You can move it."))
    if stage not in cadence.KIND_OF:
        raise RefusedError(_("This group is resting: it has no next date."))
    if on <= today_at(circle.centre):
        raise RefusedError(_("This day is over. Please choose one that is to come."))


def usual_of(circle: Circle, strand: str = Strand.CIRCLE) -> Meeting | None:
    """The gathering whose weekday, time and place the next one takes over: of the last
    three of the strand that were held, the latest on the weekday and at the hour that
    they had most often. Before any was held: the group's latest of all."""
    past = Meeting.objects.of_circle(circle).exclude(state=MeetingState.DRAFT)
    past = past.order_by("-starts_at")
    held = past.held().setting_the_clock().filter(strand=strand)
    lately = list(held[:LATELY])
    if not lately:
        return past.first()
    often = Counter((one.on.weekday(), one.at) for one in lately)
    return max(lately, key=lambda one: often[one.on.weekday(), one.at])


def _follow_workshop(second: Meeting) -> None:
    """A second get-together booked anew takes the place of the one that was lost."""
    if second.kind != MeetingKind.SECOND or second.circle is None:
        return
    workshops = Meeting.objects.of_circle(second.circle).filter(
        kind=MeetingKind.WELCOME,
        state__in=[MeetingState.ANNOUNCED, MeetingState.HELD],
    )
    last = workshops.order_by("-starts_at").first()
    if last:
        Meeting.objects.filter(pk=last.pk).update(followed_by=second)
