"""What people are told about a gathering and their place at it, each thing once, on
their own channel; the words are in `templates/meetings/messages/`."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation

from champions.enums import CodePurpose, Language, Priority
from champions.messages.outbox import (
    NotAnAddressError,
    cancel_topic,
    tell,
    tell_address,
)
from champions.services.codes import issue_code
from meetings.calendars import seat_calendar, title_of
from meetings.enums import Reply
from meetings.models import Meeting, Seat

# What a change of reply is told by; the other replies are seen on the page at once.
AFTER_REPLY = {
    Reply.COMING.value: "meetings/you_are_in",
    Reply.HOPING.value: "meetings/hoping",
    Reply.WAITING.value: "meetings/waiting",
}


def topic_of(meeting: Meeting) -> str:
    return f"meeting:{meeting.pk}"


def asked(seat: Seat) -> None:
    """Whether they can come to a get-together of their group."""
    _tell(seat, "meetings/asked", f"asked:{seat.pk}", asked_for=False)


def replied(seat: Seat) -> None:
    """What became of their answer: a place, a hope, or the waiting list."""
    name = AFTER_REPLY.get(seat.reply)
    if name:
        _tell(seat, name, f"{seat.reply}:{seat.pk}:{_moment(seat)}")


def confirmed(seat: Seat) -> None:
    """That the workshop has a place for them."""
    _tell(seat, "meetings/confirmed", f"confirmed:{seat.pk}")


def offered(seat: Seat) -> None:
    """That a place has come free, and until when it is kept for them."""
    _tell(seat, "meetings/offered", f"offered:{seat.pk}:{_moment(seat)}")


def moved(meeting: Meeting) -> None:
    _tell_all(meeting, "meetings/moved", f"moved:{meeting.sequence}")


def called_off(meeting: Meeting) -> None:
    _tell_all(meeting, "meetings/called_off", "called_off")


def _tell_all(meeting: Meeting, name: str, event: str) -> None:
    """Everybody who did not say no; what was still to leave about it does not."""
    cancel_topic(topic_of(meeting))
    cancel_topic(f"notice:{topic_of(meeting)}")
    concerned = meeting.seats.exclude(reply=Reply.NOT_COMING)
    for seat in concerned.select_related("person__centre", "meeting__centre"):
        _tell(
            seat,
            name,
            f"{event}:{seat.pk}",
            topic=f"notice:{topic_of(meeting)}",
            asked_for=seat.reply != Reply.ASKED,
        )


def _tell(
    seat: Seat,
    name: str,
    event: str,
    *,
    topic: str = "",
    asked_for: bool = True,
) -> None:
    topic = topic or topic_of(seat.meeting)
    if seat.person is None:
        _tell_guest(seat, name, event, topic)
        return
    language = seat.person.language
    issue_code(
        seat.centre,
        purpose=CodePurpose.SEAT,
        thing_id=seat.pk,
        generation=seat.generation,
        live_until=seat.meeting.ends_at,
    )
    with translation.override(language):
        tell(
            seat.person,
            name,
            event=event,
            context=_context(seat, name, language),
            links={"reply": _link(seat, CodePurpose.SEAT, language)},
            topics=[topic],
            calendar=seat_calendar(seat) if seat.reply == Reply.COMING else "",
            asked_for=asked_for,
        )


def _tell_guest(seat: Seat, name: str, event: str, topic: str) -> None:
    """A guest who left an e-mail address, in the language in which they said that they
    come; with a telephone number staff call."""
    language = seat.guest_language or Language.ENGLISH.value
    with suppress(NotAnAddressError), translation.override(language):
        tell_address(
            seat.guest_reach,
            name,
            language=language,
            event=event,
            context={"centre": seat.centre, **_context(seat, name, language)},
            links={"reply": _link(seat, CodePurpose.GUEST, language)},
            topics=[topic],
            centre=seat.centre,
            priority=Priority.NOTICE,
        )


def _link(seat: Seat, purpose: str, language: str) -> dict[str, Any]:
    return {
        "purpose": purpose,
        "id": seat.pk,
        "generation": seat.generation,
        "path": f"/{language}/seat/{{token}}/",
    }


def _context(seat: Seat, name: str, language: str) -> dict[str, Any]:
    meeting, until = seat.meeting, seat.offered_until
    return {
        "own": name.replace("/", "/messages/_") + ".txt",
        "seat": seat,
        "meeting": meeting,
        "what": title_of(meeting),
        "name": seat.name,
        "offered_until_on": until and until.astimezone(meeting.centre.tzinfo).date(),
        "go": f"{urlsplit(settings.BASE_URL).netloc}/{language}/go/",
    }


def _moment(seat: Seat) -> int:
    """Tells one change of a seat from the next, so that each is told once."""
    return int(seat.updated_at.timestamp() * 1_000_000)
