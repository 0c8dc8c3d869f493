"""A programme's dates as a calendar (RFC 5545), from the same rows as its page."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from champions.models import Centre
from cms.finding import address_of
from cms.models import Session
from meetings.enums import MeetingState


def calendar_of(name: str, sessions) -> bytes:
    """Dates still to come; called-off ones stay in as CANCELLED, so that a calendar
    which took them earlier shows it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Health Champions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    for session in sessions:
        calendar.add_component(_event(session))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(session: Session) -> Event:
    meeting, programme = session.meeting, session.programme
    event = Event()
    event.add("uid", f"{meeting.uuid}@health-champions")
    event.add("dtstamp", timezone.now())
    event.add("sequence", meeting.sequence)
    event.add("dtstart", _wall(session.centre, meeting.on, meeting.at))
    event.add("dtend", _wall(session.centre, meeting.on, meeting.until))
    event.add("summary", programme.title)
    event.add("location", meeting.place)
    event.add("url", f"{settings.BASE_URL}{address_of(programme)}")
    called_off = meeting.state == MeetingState.CANCELLED
    event.add("status", "CANCELLED" if called_off else "CONFIRMED")
    if called_off and meeting.cancelled_why:
        event.add("description", meeting.cancelled_why)
    return event


def _wall(centre: Centre, on, at) -> datetime:
    """The centre's wall clock, so that daylight saving never moves a date."""
    return datetime.combine(on, at, tzinfo=centre.tzinfo)
