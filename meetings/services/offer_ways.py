"""How an offered place reaches somebody in time, and how long it is kept for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from champions.enums import Channel
from champions.messages.ways import can_reach, way_to
from champions.messages.words import forms_of
from meetings.models import Seat

OFFER = "meetings/offered"
# How long an offer stands by the way it travels; by telephone, until reached.
OFFER_STANDS = {
    Channel.LETTER.value: timedelta(days=10),
    Channel.EMAIL.value: timedelta(days=3),
    Channel.TEXT.value: timedelta(days=3),
}
# What it takes to hear of an offer and answer it: a letter there, and a slip or a call
# back. With less time than this before the start, that way is not taken.
ANSWERED_WITHIN = {
    Channel.LETTER.value: timedelta(days=7),
    Channel.EMAIL.value: timedelta(hours=6),
    # Somebody of staff has to send it first.
    Channel.TEXT.value: timedelta(days=1),
    Channel.PHONE.value: timedelta(hours=2),
}


def way_in_time(seat: Seat, now: datetime) -> str | None:
    """The person's own way, while an answer can still come back by it; else a call, or
    a mail, where that is safe. Nothing when no offer can be answered in time."""
    left = seat.meeting.starts_at - now
    return next((way for way in _ways(seat) if ANSWERED_WITHIN[way] <= left), None)


def _ways(seat: Seat) -> list[str]:
    person = seat.person
    if person is None:
        guest = Channel.EMAIL if "@" in seat.guest_reach else Channel.PHONE
        return [guest.value] if seat.guest_reach else []
    if person.died_at:
        return []
    own = way_to(person, person.channel, forms=forms_of(OFFER))
    others = (Channel.PHONE, Channel.EMAIL)
    ways = [own, *(way for way in others if can_reach(person, way))]
    return [way.value for way in ways if way]


def kept_until(seat: Seat, way: str, now: datetime) -> datetime | None:
    """When an offer by this way is over; None by telephone, until they are reached."""
    stands = OFFER_STANDS.get(way)
    return min(now + stands, seat.meeting.starts_at) if stands else None
