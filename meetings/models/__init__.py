"""Gatherings and all that belongs to them, one subject a file."""

from meetings.models.invitation import Invitation, Mailing
from meetings.models.meeting import AgendaItem, Capacity, Meeting, MeetingQuerySet, Part
from meetings.models.rhythm import Rhythm, RhythmPolicy
from meetings.models.seat import Attendance, Need, Seat
from meetings.models.travel import TravelCost

__all__ = [
    "AgendaItem",
    "Attendance",
    "Capacity",
    "Invitation",
    "Mailing",
    "Meeting",
    "MeetingQuerySet",
    "Need",
    "Part",
    "Rhythm",
    "RhythmPolicy",
    "Seat",
    "TravelCost",
]
