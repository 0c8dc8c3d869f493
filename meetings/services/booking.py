"""The next get-together of a group: proposed by its rhythm, booked by anybody of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from champions.models import Circle, User
from meetings import cadence
from meetings.enums import MeetingKind, MeetingState, Strand
from meetings.models import Meeting
from meetings.services.gatherings import announce, make_meeting
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import (
    locked_rhythm,
    next_of,
    policy_of,
    rhythm_of,
    today_at,
)


@dataclass(frozen=True)
class Proposal:
    """A day for the next get-together, and whether the group is owed a reason."""

    on: date
    needs_reason: bool


def proposals(circle: Circle, today: date) -> list[Proposal]:
    """Three days for the group's next get-together, the best first."""
    rhythm, policy = rhythm_of(circle), policy_of(circle.centre)
    days = cadence.proposals(policy, rhythm.stage, rhythm.counts_from, today)
    return [
        Proposal(on, cadence.needs_reason(policy, rhythm.stage, rhythm.counts_from, on))
        for on in days
    ]


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
    """Book and announce what the group's stage says comes next; time and place are
    those of the last one unless given. The members are asked.

    Refused when a date stands already (the second of two people learns of it), when
    the day is over, and when it is late without a reason. The same day twice is once.
    """
    rhythm = locked_rhythm(circle, strand)
    booked = next_of(circle, strand)
    if booked and booked.on == on:
        return booked
    _check_booking(circle, rhythm.stage, booked, on)
    policy = policy_of(circle.centre)
    late = cadence.needs_reason(policy, rhythm.stage, rhythm.counts_from, on)
    if late and not later_reason.strip():
        raise RefusedError(
            _("This day is late. Please say why: the group will see it.")
        )
    like = last_like(circle)
    meeting = make_meeting(
        circle.centre,
        kind=cadence.KIND_OF[rhythm.stage],
        circle=circle,
        strand=strand,
        on=on,
        at=at or (like.at if like else time(14)),
        until=until or (like.until if like else time(16)),
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


def last_like(circle: Circle) -> Meeting | None:
    """The group's latest gathering, whose time and place the next one takes over."""
    past = Meeting.objects.of_circle(circle).exclude(state=MeetingState.DRAFT)
    return past.order_by("-starts_at").first()


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
