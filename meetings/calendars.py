"""A gathering as an entry for somebody's own calendar (RFC 5545): with the centre's zone
and its rules, so that the clock on the wall is kept; the same entry after a move."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import capfirst
from icalendar import Calendar, Event

from meetings.enums import MeetingState, Reply
from meetings.models import Meeting, Seat

PRODUCT = "-//Health Champions//EN"
CANCELLED, CONFIRMED, TENTATIVE = "CANCELLED", "CONFIRMED", "TENTATIVE"
# The zone's rules are written for this long around the entries.
YEAR = timedelta(days=366)


def title_of(meeting: Meeting) -> str:
    """What a gathering is called: its own title, or what kind it is."""
    return meeting.title or str(capfirst(meeting.get_kind_display()))


def seat_calendar(seat: Seat) -> str:
    """The calendar file of one seat, in the language of the moment."""
    return calendar_of([event_of(seat.meeting, status=_status(seat))])


def calendar_of(events: Iterable[Event]) -> str:
    """A calendar file of some entries, the rules of their zones included."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    days: list[date] = []
    for event in events:
        calendar.add_component(event)
        days.append(event["dtstart"].dt.date())
    if days:
        calendar.add_missing_timezones(
            first_date=min(days) - YEAR, last_date=max(days) + YEAR
        )
    return str(calendar.to_ical().decode())


def event_of(meeting: Meeting, *, status: str = CONFIRMED, url: str = "") -> Event:
    """One entry. Its uid never changes; its sequence grows with every move, so that a
    calendar knows which word is the last."""
    if meeting.state == MeetingState.CANCELLED:
        status = CANCELLED
    zone = meeting.centre.tzinfo
    event = Event()
    event.add("uid", f"{meeting.uuid}@{_host()}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.announced_at or meeting.created_at)
    event.add("dtstart", _at(meeting.on, meeting.at).replace(tzinfo=zone))
    event.add("dtend", _at(meeting.on, meeting.until).replace(tzinfo=zone))
    event.add("summary", f"{title_of(meeting)} – {meeting.centre.local_name}")
    event.add("location", ", ".join(filter(None, (meeting.place, meeting.directions))))
    event.add("status", status)
    if url:
        event.add("url", url)
    return event


def _at(on: date, at: time) -> datetime:
    return datetime.combine(on, at)


def _status(seat: Seat) -> str:
    if seat.reply == Reply.NOT_COMING:
        return CANCELLED
    return CONFIRMED if seat.reply == Reply.COMING else TENTATIVE


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"
