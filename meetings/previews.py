"""What an invitation or a confirmation looks like before it is sent: about the workshop
that comes next, or an invented one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from champions.enums import Channel, CodePurpose
from champions.languages import is_ours
from champions.messages.previews import (
    NOBODY,
    as_message,
    invented,
    language_beside,
    letter_in_html,
)
from champions.messages.words import framed_html, render
from champions.models import Centre, Message, Person
from meetings.calendars import title_of
from meetings.enums import MeetingKind, Route
from meetings.models import Invitation, Meeting
from meetings.services.invitations import (
    MESSAGE,
    Workshop,
    about,
    context_of,
    reply_link,
)
from meetings.services.rhythms import today_at
from meetings.services.workshops import next_workshop

Context = Mapping[str, Any]
Links = Mapping[str, Mapping[str, Any]]
IN_WEEKS, SECOND_AFTER, REPLY_BEFORE = (
    timedelta(weeks=6),
    timedelta(weeks=2),
    timedelta(weeks=1),
)


def sample(workshop: Meeting, tag: str, channel: str) -> Message:
    """The message somebody invented would get who is written to in this language."""
    centre = workshop.centre
    person = invented(centre, language_beside(centre, tag))
    person.speaks = "" if is_ours(tag) else tag
    context, links = invited_to(person, about(workshop))
    said = render(
        MESSAGE,
        channel=channel,
        language=person.language,
        context=context,
        links=links,
        centre=centre,
    )
    return as_message(said, person, channel=channel, links=links)


def mail_in_html(workshop: Meeting, tag: str) -> str:
    return framed_html(sample(workshop, tag, Channel.EMAIL))


def workshop_letter(workshop: Meeting, tag: str) -> str:
    return letter_in_html(sample(workshop, tag, Channel.LETTER))


def invitation_sample(centre: Centre, language: str) -> tuple[Context, Links]:
    """For the centre's own words: to its next workshop, or an invented one."""
    coming = next_workshop(centre)
    words = about(coming) if coming else _invented_workshop(centre)
    return invited_to(invented(centre, language), words)


def place_sample(centre: Centre, language: str) -> tuple[Context, Links]:
    """A place at the same workshop."""
    meeting = next_workshop(centre) or _invented_workshop(centre).meeting
    link = {
        "purpose": CodePurpose.SEAT.value,
        "id": NOBODY,
        "path": f"/{language}/seat/{{token}}/",
    }
    name = invented(centre, language).first_name
    context = {"meeting": meeting, "what": title_of(meeting), "name": name}
    return context, {"reply": link}


def invited_to(person: Person, words: Workshop) -> tuple[Context, Links]:
    """What an invitation says to somebody invented."""
    invitation = Invitation(
        centre=person.centre, person=person, meeting=words.meeting, route=Route.GENERAL
    )
    link = {**reply_link(invitation), "id": NOBODY}
    return context_of(invitation, words), {"reply": link}


def _invented_workshop(centre: Centre) -> Workshop:
    """Like most: half past one on a day in some weeks, and again two weeks later."""
    on = today_at(centre) + IN_WEEKS
    place = (centre.address.splitlines() or [centre.name])[0]
    facts = {"centre": centre, "at": time(13, 30), "until": time(16), "place": place}
    second = Meeting(kind=MeetingKind.SECOND, on=on + SECOND_AFTER, **facts)
    meeting = Meeting(
        kind=MeetingKind.WELCOME, on=on, reply_by=on - REPLY_BEFORE, **facts
    )
    return Workshop(
        meeting=meeting,
        second=second,
        staff_from=time(15),
        reply_by=meeting.reply_by,
        told_by=None,
        signed_by="Anne",
    )
