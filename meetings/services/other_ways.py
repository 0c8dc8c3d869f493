"""Which way an invitation goes that did not arrive: another safe one, on which an answer
can still come in time. Pure: nothing is asked of the database, nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from champions.enums import Channel
from champions.messages.bounces import is_about_the_mailbox
from champions.messages.ways import NEAREST, can_reach
from champions.models import Message, Person
from champions.names import address_key
from meetings.models import Meeting

# Days by the reply-by date: a letter is printed and posted, and its slip comes back.
DAYS_NEEDED = {Channel.LETTER.value: 10}
A_DAY = 1


def next_way(
    person: Person, lost: Iterable[Message], meeting: Meeting, today: date
) -> Channel | None:
    """The nearest to their wish that has not failed them and reaches them where they
    are. Nothing when there is none, or too little time for it."""
    tried = {told.channel for told in lost if not _is_put_right(person, told)}
    left = ((meeting.reply_by or meeting.on) - today).days
    ways = (way for way in NEAREST[person.channel] if way.value not in tried)
    return next((way for way in ways if _does(person, way, left)), None)


def _does(person: Person, way: Channel, left: int) -> bool:
    if way == Channel.IN_PERSON:
        return False
    in_time = left >= DAYS_NEEDED.get(way.value, A_DAY)
    return in_time and can_reach(person, way)


def _is_put_right(person: Person, told: Message) -> bool:
    """Whether the address or number by which it failed is another one since."""
    if told.channel == Channel.LETTER:
        return person.address_wrong_at is None
    if told.channel in {Channel.PHONE, Channel.TEXT}:
        return person.phone_wrong_at is None
    if told.to_address:
        return address_key(told.to_address) != address_key(person.email)
    # The words and the address of a message are forgotten after a week.
    return is_about_the_mailbox(told.error) and person.email_refused_at is None
