"""Somebody may like a call: noted by hand at a get-together, never by itself, and with
no reason. It becomes a call on the staff's list, and is done when they made it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from champions.enums import Channel
from champions.history import record
from champions.messages.outbox import tell
from champions.messages.ways import can_reach
from champions.models import User
from meetings.models import Meeting, Seat


@transaction.atomic
def note_someone_to_call(
    meeting: Meeting, *, seat_ids: Iterable[int], by: User | None
) -> tuple[list[str], list[str]]:
    """First names of those who stand on the call list now, and of those who may not be
    called or left no number. Noting somebody twice at one gathering is noting them
    once; guests, whom the centre does not know, are left out."""
    seats = Seat.objects.filter(
        meeting=meeting, pk__in=set(seat_ids), person__isnull=False
    )
    noted: list[str] = []
    without: list[str] = []
    for seat in seats.select_related("person__centre"):
        (noted if _call(seat) else without).append(seat.name)
    if noted:
        record(meeting, "meetings.someone_to_call", by=by, count=len(noted))
    return noted, without


def _call(seat: Seat) -> bool:
    """By telephone or not at all: a letter that asks how they are would be a flag."""
    if seat.person is None or not can_reach(seat.person, Channel.PHONE):
        return False
    call = tell(
        seat.person,
        "meetings/someone_to_call",
        event=f"someone-to-call:{seat.pk}",
        context={},
        channel=Channel.PHONE,
        topics=[f"call:{seat.meeting_id}"],
    )
    return call is not None
