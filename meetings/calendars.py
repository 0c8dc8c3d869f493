"""A gathering as an entry for somebody's own calendar (RFC 5545): with the centre's zone
and its rules, so that the clock on the wall is kept; the same entry after a move."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from champions.messages.ways import is_address
from champions.messages.words import one_line
from champions.models import Centre
from meetings.enums import MeetingState, Reply
from meetings.models import Meeting, Seat

PRODUCT = "-//Health Champions//EN"
CANCELLED, CONFIRMED, TENTATIVE = "CANCELLED", "CONFIRMED", "TENTATIVE"
# What a whole file says about its entries (RFC 5546): here they are, or take them out.
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
# Not the host of the site: an entry must be known again after the site has moved.
UID_OF = "{uuid}@health-champions"
# The zone's rules are written for this long around the entries.
YEAR = timedelta(days=366)


def title_of(meeting: Meeting) -> str:
    """What a gathering is called: its own title, or what kind it is."""
    return meeting.title or str(capfirst(meeting.get_kind_display()))


def seat_calendar(seat: Seat, *, url: str = "") -> str:
    """The calendar file of one seat, in the language of the moment; `url` is where its
    holder replies."""
    return calendar_of([_own_entry(seat.meeting, seat.reply, url)])


def mailed_calendar(meeting: Meeting, reply: str, *, url: str = "") -> str:
    """What goes along with a mail about a gathering to somebody with this reply: the
    entry, or the word that takes it out again. Empty for who waits for a place: an
    entry would look like one."""
    if meeting.state == MeetingState.CANCELLED:
        return calendar_of([event_of(meeting)], method=CANCEL)
    if reply in (Reply.WAITING, Reply.NOT_COMING):
        return ""
    return calendar_of([_own_entry(meeting, reply, url)])


def _own_entry(meeting: Meeting, reply: str, url: str) -> Event:
    words = how_to_reply(meeting, url) if url else ""
    return event_of(meeting, status=status_of(reply), url=url, words=words)


def calendar_of(
    events: Iterable[Event], *, method: str = PUBLISH, name: str = ""
) -> str:
    """A calendar file of some entries, the rules of their zones included."""
    return file_of(new_calendar(method=method, name=name), events)


def new_calendar(*, method: str = PUBLISH, name: str = "") -> Calendar:
    """A calendar without entries, for `file_of`."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("name", one_line(name))
        calendar.add("x-wr-calname", one_line(name))
    return calendar


def file_of(
    calendar: Calendar, events: Iterable[Event], *, goes_on: timedelta = YEAR
) -> str:
    """The calendar with these entries as a file. An entry that repeats `goes_on` for
    longer than its first day: so long the rules of its zone are told."""
    days: list[date] = []
    for event in events:
        calendar.add_component(event)
        days.append(event["dtstart"].dt.date())
    if days:
        calendar.add_missing_timezones(
            first_date=min(days) - YEAR, last_date=max(days) + goes_on
        )
    return str(calendar.to_ical().decode())


def event_of(
    meeting: Meeting, *, status: str = CONFIRMED, url: str = "", words: str = ""
) -> Event:
    """One entry. Its uid never changes; its sequence grows with every move, so that a
    calendar knows which word is the last. `words` are its description: without any it says
    whom to call, and of one called off why."""
    gone = meeting.state == MeetingState.CANCELLED
    zone = meeting.centre.tzinfo
    event = Event()
    event.add("uid", UID_OF.format(uuid=meeting.uuid))
    event.add("sequence", meeting.sequence)
    event.add(
        "dtstamp", meeting.cancelled_at or meeting.announced_at or meeting.created_at
    )
    event.add("dtstart", _at(meeting.on, meeting.at).replace(tzinfo=zone))
    event.add("dtend", _at(meeting.on, meeting.until).replace(tzinfo=zone))
    event.add("summary", f"{title_of(meeting)} – {meeting.centre.local_name}")
    event.add("location", ", ".join(filter(None, (meeting.place, meeting.directions))))
    event.add("status", CANCELLED if gone else status)
    about = meeting.cancelled_why if gone else words or whom_to_call(meeting)
    if about:
        event.add("description", about)
    if url:
        event.add("url", url)
    if is_address(meeting.centre.email):
        event.add("organizer", _organizer(meeting.centre))
    return event


def how_to_reply(meeting: Meeting, url: str) -> str:
    """What stands in the entry of who may reply: where they do, and whom they call."""
    return "\n".join(
        [_("Reply, or change your reply, here:") + f" {url}", whom_to_call(meeting)]
    )


def whom_to_call(meeting: Meeting) -> str:
    return _("Stuck? Talk to a person: %(phone)s") % {"phone": meeting.centre.phone}


def status_of(reply: str) -> str:
    """How sure an entry is for somebody with this reply."""
    if reply == Reply.NOT_COMING:
        return CANCELLED
    return CONFIRMED if reply == Reply.COMING else TENTATIVE


def _organizer(centre: Centre) -> vCalAddress:
    address = vCalAddress(f"mailto:{centre.email}")
    address.params["CN"] = one_line(centre.local_name)
    return address


def _at(on: date, at: time) -> datetime:
    return datetime.combine(on, at)
