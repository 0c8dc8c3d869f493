"""Somebody's own gatherings over all centres: those they are asked to or come to, and
the sessions they lead. One list, for their page and for their calendar alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from icalendar import Event

from champions.models import Person, User
from meetings.calendars import CONFIRMED, event_of, status_of
from meetings.enums import MeetingState, Reply
from meetings.models import Meeting, Seat

# A calendar that is read once a week must still learn what was called off.
KEPT_FOR = timedelta(days=31)
# Who said no, or waits for a place, has nothing to keep free.
NOT_THEIRS = (Reply.NOT_COMING, Reply.WAITING)


@dataclass(frozen=True)
class Own:
    """One gathering of somebody's own; without a seat they lead it."""

    meeting: Meeting
    seat: Seat | None

    @property
    def status(self) -> str:
        if self.meeting.state == MeetingState.CANCELLED:
            return "CANCELLED"
        return status_of(self.seat.reply) if self.seat else CONFIRMED

    def entry(self, *, url: str) -> Event:
        return event_of(self.meeting, status=self.status, url=url)


def own_gatherings(user: User, *, now: datetime) -> list[Own]:
    """From a month ago on, the earliest first, in three questions however many."""
    people = list(
        Person.objects.living().filter(user=user).values_list("pk", flat=True)
    )
    told = Q(meeting__state__in=[MeetingState.ANNOUNCED, MeetingState.HELD])
    told |= Q(
        meeting__state=MeetingState.CANCELLED, meeting__announced_at__isnull=False
    )
    seats = (
        Seat.objects.filter(
            told, person__in=people, meeting__ends_at__gt=now - KEPT_FOR
        )
        .exclude(reply__in=NOT_THEIRS)
        .select_related("meeting__centre")
    )
    by_meeting = {seat.meeting_id: Own(seat.meeting, seat) for seat in seats}
    led = Meeting.objects.filter(
        hosts__in=people,
        announced_at__isnull=False,
        ends_at__gt=now - KEPT_FOR,
    ).select_related("centre")
    for meeting in led.distinct():
        by_meeting.setdefault(meeting.pk, Own(meeting, None))
    return sorted(
        by_meeting.values(), key=lambda own: (own.meeting.starts_at, own.meeting.pk)
    )
