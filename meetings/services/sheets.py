"""The printed sheet, typed back by the codes of its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from champions.models import User
from meetings.models import Attendance, Meeting, Part, Seat
from meetings.row_codes import read_codes, row_codes
from meetings.services.attendance import mark_attendance

Mark = tuple[int, int]  # a seat and a part, by id


@dataclass
class Typed:
    """What became of the codes: whose rows they are, which ticks are new by them, and
    what is no code of this sheet."""

    seats: list[int] = field(default_factory=list)
    new: list[Mark] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@transaction.atomic
def type_back(
    meeting: Meeting, typed: str, *, parts: Iterable[Part], by: User | None
) -> Typed:
    """Tick whoever these codes stand for in the parts that are theirs. A code typed
    twice changes nothing; what is no code of this sheet changes nothing either."""
    said = _read(meeting, typed)
    for part in parts:
        before = set(part.attendances.filter(came=True).values_list("seat", flat=True))
        came = {pk: True for pk in _open_to(part, said.seats) if pk not in before}
        if came:
            mark_attendance(meeting, part=part, came=came, by=by)
            said.new += [(pk, part.pk) for pk in came]
    return said


def _read(meeting: Meeting, typed: str) -> Typed:
    codes = row_codes(meeting.seats.values_list("pk", flat=True))
    by_code = {code: pk for pk, code in codes.items()}
    said = Typed()
    for word in read_codes(typed):
        if word not in by_code:
            said.unknown.append(word)
        elif by_code[word] not in said.seats:
            said.seats.append(by_code[word])
    return said


def _open_to(part: Part, seats: list[int]) -> list[int]:
    audiences = part.capacities.values("audience")
    theirs = Seat.objects.filter(pk__in=seats, audience__in=audiences)
    return list(theirs.values_list("pk", flat=True))


@transaction.atomic
def take_back(meeting: Meeting, marks: Iterable[Mark], *, by: User | None) -> int:
    """Undo ticks that were new; how many there were."""
    by_part: dict[int, dict[int, bool]] = {}
    for seat_id, part_id in marks:
        by_part.setdefault(part_id, {})[seat_id] = False
    parts = meeting.parts.filter(pk__in=by_part)
    return sum(
        mark_attendance(meeting, part=part, came=by_part[part.pk], by=by)
        for part in parts
    )


def counts(meeting: Meeting) -> list[tuple[Part, int]]:
    """How many came to each part, by what is typed so far."""
    rows = Attendance.objects.filter(part__meeting=meeting, came=True)
    came = list(rows.values_list("part", flat=True))
    return [(part, came.count(part.pk)) for part in meeting.parts.order_by("number")]
