"""What the dates of a group mean for its ideas: their authors hear when they are talked
about, each once, and not twice when they hear of the date as guests of it anyway."""

from __future__ import annotations

from ideas.services.days import day_is_lost, day_is_set
from meetings.enums import RHYTHM_KINDS, MeetingKind, Reply, Strand
from meetings.models import Meeting

# Where a whole group talks about what waits for an answer.
TALKING_KINDS = RHYTHM_KINDS | {MeetingKind.EXTRA}


def date_stands(meeting: Meeting) -> None:
    """It was announced."""
    if meeting.circle and _is_of_all(meeting):
        day_is_set(meeting.circle)


def date_moved(meeting: Meeting) -> None:
    if meeting.circle and _is_of_all(meeting):
        day_is_set(meeting.circle, told=_hear_anyway(meeting))


def date_is_lost(meeting: Meeting) -> None:
    """It was called off; another date may stand already."""
    if meeting.circle and _is_of_all(meeting):
        day_is_lost(meeting.circle, on=meeting.on, told=_hear_anyway(meeting))
        day_is_set(meeting.circle)


def _is_of_all(meeting: Meeting) -> bool:
    return meeting.kind in TALKING_KINDS and meeting.strand == Strand.CIRCLE


def _hear_anyway(meeting: Meeting) -> set[int]:
    seats = meeting.seats.exclude(reply=Reply.NOT_COMING)
    return {pk for pk in seats.values_list("person_id", flat=True) if pk is not None}
