"""Programmes as a calendar (RFC 5545, RFC 7986), from the same rows as their pages: each
is one entry that repeats, with the days left out, and what is not as the rule says.

A programme that takes a break, or has come to its end, stays in its own calendar as
called off, so that a program which took its dates earlier takes them away.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import get_language
from icalendar import Event, vRecur

from champions.enums import BlockKind
from cms.cards import page_in
from cms.models import Programme, ProgrammePage, Session
from cms.open_data.published import page_address
from cms.open_data.series import Series, series_of
from cms.services.sessions import KEPT_AHEAD
from meetings import calendars
from meetings.enums import MeetingState
from meetings.models import Meeting

ASK_AGAIN = timedelta(hours=1)
# So long the zone's rules are told with entries that repeat without an end.
GOES_ON = timedelta(days=10 * 366)
# Names of colours of CSS, which RFC 7986 asks for: one for each kind of square.
COLOURS = {
    BlockKind.CENTRE: "firebrick",
    BlockKind.TOGETHER: "goldenrod",
    BlockKind.MOVING: "seagreen",
    BlockKind.MAKING: "chocolate",
    BlockKind.PLAYING: "mediumpurple",
    BlockKind.GROWING: "olivedrab",
    BlockKind.LEARNING: "steelblue",
    BlockKind.HELPING: "palevioletred",
}


@dataclass(frozen=True)
class About:
    """What a calendar says of itself: its name, the page it is of, where it comes from."""

    name: str
    page: str
    source: str


def calendar_of(
    about: About, programmes: Iterable[Programme], shut: Container[date]
) -> str:
    """The file of programmes with their `dates_ahead`, of one centre, whose doors are
    `shut` on some days."""
    programmes = list(programmes)
    calendar = calendars.new_calendar(name=about.name)
    calendar.add("url", about.page)
    calendar.add("source", about.source, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    if programmes:
        latest = max(programme.modified_at for programme in programmes)
        calendar.add("last-modified", latest)
    events = (event for one in programmes for event in _events(one, shut))
    return calendars.file_of(calendar, events, goes_on=GOES_ON)


def _events(programme: Programme, shut: Container[date]) -> Iterator[Event]:
    series = series_of(programme, shut)
    page = page_in(programme, get_language())
    alone = _alone(series)
    if series.starts_on or programme.state not in KEPT_AHEAD:
        yield _whole(programme, page, series, alone)
    for session in series.own:
        if session != alone:
            event = _entry_of(session, page, programme, uuid=programme.uuid)
            event.add("recurrence-id", _by_plan(programme, session.original_on))
            yield event
    for session in series.apart:
        yield _entry_of(session, page, programme, uuid=session.meeting.uuid)


def _alone(series: Series) -> Session | None:
    """The first date, where nothing repeats and it is not as planned."""
    if series.rule or series.others:
        return None
    return next(
        (one for one in series.own if one.original_on == series.starts_on), None
    )


def _whole(
    programme: Programme, page: ProgrammePage, series: Series, alone: Session | None
) -> Event:
    """The entry that repeats; called off where nothing is to come."""
    if alone:
        return _entry_of(alone, page, programme, uuid=programme.uuid)
    planned = _as_planned(programme, series.starts_on)
    event = _entry(planned, page, programme, uuid=programme.uuid)
    if series.starts_on and series.rule:
        event.add("rrule", vRecur.from_ical(series.rule))
    for name, days in (("rdate", series.others), ("exdate", series.left_out)):
        if days:
            event.add(name, [_by_plan(programme, day) for day in days])
    return event


def _as_planned(programme: Programme, starts_on: date | None) -> Meeting:
    """The first date of a programme as if it were kept; called off while it rests."""
    runs = programme.state in KEPT_AHEAD
    last_change = programme.modified_at.astimezone(programme.centre.tzinfo).date()
    return Meeting(
        centre=programme.centre,
        on=starts_on or last_change,
        at=programme.at,
        until=programme.until,
        place=programme.place,
        directions=programme.directions,
        state=MeetingState.ANNOUNCED if runs else MeetingState.CANCELLED,
        cancelled_why="" if runs else programme.get_state_display(),
    )


def _entry_of(
    session: Session, page: ProgrammePage, programme: Programme, *, uuid: UUID
) -> Event:
    """One date that is not as planned: what was said about it comes first."""
    meeting = session.meeting
    words = f"{session.note}\n{calendars.whom_to_call(meeting)}" if session.note else ""
    return _entry(meeting, page, programme, uuid=uuid, words=words)


def _entry(
    meeting: Meeting,
    page: ProgrammePage,
    programme: Programme,
    *,
    uuid: UUID,
    words: str = "",
) -> Event:
    """One entry in the words of the page. Every entry of a programme has the number of
    its last change, so that none seems older than another."""
    told = copy(meeting)
    told.uuid, told.title = uuid, page.title
    told.announced_at, told.cancelled_at = programme.modified_at, None
    told.sequence = _number_of(programme)
    address = page_address(page, programme)
    event = calendars.event_of(told, url=address, words=words)
    event.add("color", COLOURS[programme.quilt_kind])
    event.add("last-modified", programme.modified_at)
    return event


def _number_of(programme: Programme) -> int:
    """Grows with every change: the seconds from its making to the last one."""
    lived = programme.modified_at - programme.created_at
    return max(0, int(lived.total_seconds()))


def _by_plan(programme: Programme, day: date) -> datetime:
    return datetime.combine(day, programme.at, tzinfo=programme.centre.tzinfo)
