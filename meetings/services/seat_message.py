"""How one message about a gathering reaches the holder of a place: a person by their own
way, a guest by mail or a call. What is told, and when, is said by `telling`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation

from champions.enums import Channel, CodePurpose, Language, Priority
from champions.messages.outbox import (
    NotAnAddressError,
    tell,
    tell_address,
    tell_by_phone,
)
from champions.messages.ways import is_address, way_to
from champions.messages.words import forms_of
from champions.models import Message
from champions.phones import phone_form
from champions.services.codes import issue_code
from meetings.calendars import mailed_calendar, title_of
from meetings.models import Meeting, Seat
from meetings.online import online_link_of
from meetings.services.draw_day import draw_day

MOVED, CALLED_OFF = "meetings/moved", "meetings/called_off"
AFTER_ALL = "meetings/after_all"
# Filled in while sending: the link that opens this seat.
REPLY = "{link:reply}"


def topic_of(meeting: Meeting) -> str:
    return f"meeting:{meeting.pk}"


def tell_seat(
    seat: Seat,
    name: str,
    event: str,
    *,
    topic: str = "",
    more_topics: Iterable[str] = (),
    about: Mapping[str, Any] | None = None,
    asked_for: bool = True,
    **when: Any,
) -> Message | None:
    """Queue one message for whoever holds the place, by their own way: a guest who left
    a number is called. `event` is told once; `when` goes on to the outbox."""
    when |= {"topics": [topic or topic_of(seat.meeting), *more_topics]}
    when |= {"not_after": seat.meeting.ends_at}
    if seat.person is None:
        if way_of(seat, name) == Channel.PHONE:
            _call_guest(seat, name, event, topics=when["topics"], about=about)
        else:
            _tell_guest(seat, name, event, about=about, **when)
        return None
    language = seat.person.language
    # Of one gathering there are few: who would like a call is called.
    when.setdefault("channel", seat.person.channel)
    issue_code(
        seat.centre,
        purpose=CodePurpose.SEAT,
        thing_id=seat.pk,
        generation=seat.generation,
        live_until=seat.meeting.ends_at,
    )
    with translation.override(language):
        return tell(
            seat.person,
            name,
            event=event,
            context={**context_of(seat, name, language), **(about or {})},
            links=links_of(seat, name, language),
            calendar=mailed_calendar(seat.meeting, seat.reply, url=REPLY),
            asked_for=asked_for,
            **when,
        )


def _tell_guest(
    seat: Seat,
    name: str,
    event: str,
    *,
    about: Mapping[str, Any] | None,
    **when: Any,
) -> None:
    """A guest who left an e-mail address, in the language in which they said that they
    come."""
    language = seat.guest_language or Language.ENGLISH.value
    with suppress(NotAnAddressError), translation.override(language):
        tell_address(
            seat.guest_reach,
            name,
            language=language,
            event=event,
            context={
                "centre": seat.centre,
                **context_of(seat, name, language),
                **(about or {}),
            },
            links=links_of(seat, name, language),
            centre=seat.centre,
            priority=Priority.NOTICE,
            calendar=mailed_calendar(seat.meeting, seat.reply, url=REPLY),
            **when,
        )


def _call_guest(
    seat: Seat,
    name: str,
    event: str,
    *,
    topics: list[str],
    about: Mapping[str, Any] | None,
) -> None:
    """A guest who left a telephone number: staff call."""
    language = seat.guest_language or Language.ENGLISH.value
    with translation.override(language):
        tell_by_phone(
            _number_of(seat),
            name,
            to_name=seat.guest_name,
            language=language,
            event=event,
            context={
                "centre": seat.centre,
                **context_of(seat, name, language),
                **(about or {}),
            },
            centre=seat.centre,
            topics=topics,
            links=links_of(seat, name, language),
            not_after=seat.meeting.ends_at,
        )


def _number_of(seat: Seat) -> str:
    return phone_form(seat.guest_reach, region=seat.centre.country)


def way_of(seat: Seat, name: str) -> str:
    """How they hear of it, unless somebody wants to call; empty when there is no way."""
    if seat.person:
        return way_to(seat.person, forms=forms_of(name)) or ""
    if is_address(seat.guest_reach.strip()):
        return Channel.EMAIL
    return Channel.PHONE if _number_of(seat) else ""


def links_of(seat: Seat, name: str, language: str) -> dict[str, dict[str, Any]]:
    """The way to reply; none to what will not take place."""
    if name == CALLED_OFF:
        return {}
    purpose = CodePurpose.SEAT if seat.person_id else CodePurpose.GUEST
    link = {
        "purpose": purpose.value,
        "id": seat.pk,
        "generation": seat.generation,
        "path": f"/{language}/seat/{{token}}/",
    }
    return {"reply": link}


def context_of(seat: Seat, name: str, language: str) -> dict[str, Any]:
    """What the words of a message say to the holder of a seat."""
    meeting, until = seat.meeting, seat.offered_until
    return {
        **facts_of(meeting, name, language),
        "seat": seat,
        "online_link": online_link_of(seat),
        "name": seat.name,
        "drawn_on": None if meeting.confirmed_at else draw_day(meeting),
        "offered_until_on": until and until.astimezone(meeting.centre.tzinfo).date(),
    }


def facts_of(meeting: Meeting, name: str, language: str) -> dict[str, Any]:
    """What the words of a message say about a gathering, whoever reads them."""
    return {
        "own": name.replace("/", "/messages/_") + ".txt",
        "meeting": meeting,
        "what": title_of(meeting),
        "go": f"{urlsplit(settings.BASE_URL).netloc}/{language}/go/",
    }
