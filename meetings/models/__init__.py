"""Gatherings and all that belongs to them, one subject a file."""

from meetings.models.counted import CountedMailing
from meetings.models.first_steps import ThoughtOf
from meetings.models.invitation import Invitation, Mailing
from meetings.models.lot import DrawnLot
from meetings.models.meeting import AgendaItem, Capacity, Meeting, MeetingQuerySet, Part
from meetings.models.papers import DayPapers
from meetings.models.prescribing import Prescribed
from meetings.models.rhythm import ClosedDays, Rhythm, RhythmPolicy
from meetings.models.rhythm_answer import RhythmAnswer, RhythmQuestion, RhythmWord
from meetings.models.seat import Attendance, Need, Seat
from meetings.models.strand import StrandMember
from meetings.models.thanks import Thanks
from meetings.models.travel import TravelCost

__all__ = [
    "AgendaItem",
    "Attendance",
    "Capacity",
    "ClosedDays",
    "CountedMailing",
    "DayPapers",
    "DrawnLot",
    "Invitation",
    "Mailing",
    "Meeting",
    "MeetingQuerySet",
    "Need",
    "Part",
    "Prescribed",
    "Rhythm",
    "RhythmAnswer",
    "RhythmPolicy",
    "RhythmQuestion",
    "RhythmWord",
    "Seat",
    "StrandMember",
    "Thanks",
    "ThoughtOf",
    "TravelCost",
]
