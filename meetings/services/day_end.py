"""What happens by itself at night, over all centres: what took place is held, each group's
next date is said again, the moments are derived anew.

By the thousand, with the same number of questions to the database for each thousand
rows. A second run, or a second worker at the same moment, finds nothing left to do: each
chunk locks its rows, and a row that somebody else has moved on is no longer in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from champions.history import record_many
from champions.models import Circle
from meetings import cadence
from meetings.cadence import Clock
from meetings.enums import MeetingKind, MeetingState, Strand
from meetings.models import Attendance, Meeting, Rhythm
from meetings.services.circle_seats import ask_circle
from meetings.services.gatherings import OF_THE_GROUP
from meetings.services.rhythms import FIRST_STAGE
from meetings.services.times import with_times

CHUNK = 1_000


def hold_those_with_attendance(now: datetime) -> int:
    """What is over and where attendance was taken has been held; how many."""
    over = Meeting.objects.announced().filter(
        ends_at__lte=now, pk__in=Attendance.objects.values("part__meeting")
    )
    return sum(hold_all(ids, now) for ids in _chunks(over))


@transaction.atomic
def hold_all(ids: list[int], now: datetime) -> int:
    """Hold those of these gatherings that are still announced: as `hold_meeting` does
    it, many at once. How many there were."""
    rows = Meeting.objects.announced().filter(pk__in=ids).order_by("starts_at", "pk")
    meetings = list(_locked(rows.select_related("circle")))
    held = [meeting.pk for meeting in meetings]
    Meeting.objects.filter(pk__in=held).update(state=MeetingState.HELD, held_at=now)
    _set_clocks([m for m in meetings if m.circle_id], now)
    record_many(meetings, "meetings.hold", by=None)
    _say_next({m.circle_id for m in meetings if m.circle_id})
    _ask_to_second(held)
    return len(held)


def _set_clocks(meetings: list[Meeting], now: datetime) -> None:
    """`rhythms.set_clock` for many, in the order of their days."""
    rhythms = _locked_rhythms(meetings)
    changed = {}
    for meeting in meetings:
        rhythm = rhythms[meeting.circle_id, meeting.strand]
        before = Clock(rhythm.stage, rhythm.counts_from)
        after = cadence.after_held(before, meeting.kind, meeting.on)
        if after != before:
            rhythm.stage, rhythm.counts_from = after.stage, after.counts_from
            rhythm.changed_at = now
            changed[rhythm.pk] = rhythm
    fields = ["stage", "counts_from", "changed_at"]
    Rhythm.objects.bulk_update(changed.values(), fields)


def _locked_rhythms(meetings: list[Meeting]) -> dict[tuple[int | None, str], Rhythm]:
    """The rhythm of each strand that met, held until the end of the transaction."""
    strands = {(m.circle, m.strand): m.centre_id for m in meetings if m.circle}
    Rhythm.objects.bulk_create(
        [
            Rhythm(
                centre_id=centre,
                circle=circle,
                strand=strand,
                stage=FIRST_STAGE[strand],
            )
            for (circle, strand), centre in strands.items()
        ],
        ignore_conflicts=True,
    )
    rows = Rhythm.objects.filter(circle__in={circle.pk for circle, _strand in strands})
    return {(r.circle_id, r.strand): r for r in _locked(rows.order_by("pk"))}


def _ask_to_second(held: list[int]) -> None:
    """After a welcome workshop, those who came and those who could not."""
    workshops = Meeting.objects.filter(pk__in=held, kind=MeetingKind.WELCOME)
    workshops = workshops.filter(
        followed_by__state=MeetingState.ANNOUNCED,
        followed_by__starts_at__gt=timezone.now(),
    )
    for workshop in workshops.select_related("followed_by__centre"):
        if workshop.followed_by:
            ask_circle(workshop.followed_by)


def say_all_next() -> int:
    """A date that is over is no longer the next one of its group; how many groups have
    another one now."""
    return sum(_say_chunk(ids) for ids in _chunks(Circle.objects.open()))


@transaction.atomic
def _say_chunk(ids: list[int]) -> int:
    return _say_next(set(ids))


def _say_next(circle_ids: set[int]) -> int:
    """`gatherings.say_when_next` for many. The groups are locked before their dates are
    read: whoever books meanwhile writes after us."""
    circles = list(_locked(Circle.objects.filter(pk__in=circle_ids).order_by("pk")))
    first: dict[int, tuple[date, str]] = {}
    ahead = Meeting.objects.upcoming().filter(
        circle__in=circle_ids, kind__in=OF_THE_GROUP, strand=Strand.CIRCLE
    )
    for circle, on, place in ahead.order_by("-starts_at", "-pk").values_list(
        "circle", "on", "place"
    ):
        first[circle] = on, place
    changed = []
    for circle in circles:
        following = first.get(circle.pk, (None, ""))
        if (circle.next_on, circle.next_where) != following:
            circle.next_on, circle.next_where = following
            changed.append(circle)
    Circle.objects.bulk_update(changed, ["next_on", "next_where"])
    return len(changed)


def derive_again(today: date) -> int:
    """Derive the times of what is still to come; how many had moved.

    A country may change its clocks between booking and day.
    """
    ahead = Meeting.objects.filter(
        on__gte=today, state__in=[MeetingState.DRAFT, MeetingState.ANNOUNCED]
    )
    return sum(_derive(ids) for ids in _chunks(ahead))


@transaction.atomic
def _derive(ids: list[int]) -> int:
    rows = Meeting.objects.filter(pk__in=ids).order_by("pk").select_related("centre")
    moved = []
    for meeting in _locked(rows):
        before = (meeting.starts_at, meeting.ends_at)
        if before != (with_times(meeting).starts_at, meeting.ends_at):
            moved.append(meeting)
    Meeting.objects.bulk_update(moved, ["starts_at", "ends_at"])
    return len(moved)


def _chunks(rows: QuerySet[Any]) -> Iterator[list[int]]:
    """The ids of these rows, a thousand at a time."""
    last = 0
    while ids := list(
        rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]
    ):
        yield ids
        last = ids[-1]


def _locked(rows: QuerySet[Any]) -> QuerySet[Any]:
    """These rows alone, not what they are joined with."""
    return rows.select_for_update(of=("self",))
