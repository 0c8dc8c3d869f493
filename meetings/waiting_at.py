"""The waiting list of a gathering as staff see it: who, for how many places, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from champions.when import day_in_words
from meetings.enums import Reply
from meetings.models import Meeting, Seat
from meetings.services.offer_ways import way_in_time
from meetings.services.places import held, places_of, waits_for_confirmation


@dataclass(frozen=True)
class Waiting:
    """One party: its number in the line (0 for a place that is offered), and why they
    wait, in words."""

    seat: Seat
    number: int
    why: str

    @property
    def is_offered(self) -> bool:
        return self.seat.reply == Reply.OFFERED


def waiting_at(meeting: Meeting) -> list[Waiting]:
    """First those to whom a place is offered, then the line of each audience."""
    seats = meeting.seats.select_related("person__centre", "meeting__centre")
    rows = [
        Waiting(seat, 0, _offer(seat)) for seat in seats.filter(reply=Reply.OFFERED)
    ]
    now, numbers = timezone.now(), dict[str, int]()
    left = _left(meeting)
    for seat in seats.waiting_list():
        number = numbers[seat.audience] = numbers.get(seat.audience, 0) + 1
        rows.append(Waiting(seat, number, _why(seat, left[seat.audience], now)))
    return rows


def _left(meeting: Meeting) -> dict[str, int]:
    audiences = set(meeting.seats.values_list("audience", flat=True))
    return {one: places_of(meeting, one) - held(meeting, one) for one in audiences}


def _offer(seat: Seat) -> str:
    if seat.offered_until is None:
        return _("A place is offered. Call them: it is kept until they are reached.")
    day = seat.offered_until.astimezone(seat.meeting.centre.tzinfo).date()
    return _("A place is offered, and kept until %(day)s.") % {"day": day_in_words(day)}


def _why(seat: Seat, left: int, now: datetime) -> str:
    if waits_for_confirmation(seat.meeting):
        return _("Said yes after the reply-by date. Has what is left after the draw.")
    if way_in_time(seat, now) is None:
        return _("Cannot be told in time by any way we know.")
    if 0 < left < seat.places:
        return _("Comes with others: %(n)s places are needed, and %(left)s free.") % {
            "n": seat.places,
            "left": left,
        }
    if seat.lot:
        return _("Missed the draw. Waits in the order of the draw.")
    return _("All places are taken.")
