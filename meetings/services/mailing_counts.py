"""What a mailing comes to, shown before it is sent. Nothing is written here."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

from champions.enums import Channel
from champions.messages.worded import written_in
from champions.models import Person
from champions.names import address_key, place_key
from meetings.models import Mailing
from meetings.services.invitations import MESSAGE
from meetings.services.whom_to_ask import (
    draw,
    not_yet_asked,
    reachable,
    talked_with_first,
)

# About so many an hour: folded, put into an envelope and stamped; or talked with.
LETTERS_AN_HOUR, CALLS_AN_HOUR = 60, 10
Drawn = list[tuple[Person, Channel]]


@dataclass(frozen=True)
class Counts:
    """What a mailing comes to, shown before it is sent."""

    people: int = 0
    by_channel: dict[str, int] = field(default_factory=dict)
    # Of a wish and what is taken instead of it, how many people.
    instead: dict[tuple[str, str], int] = field(default_factory=dict)
    by_language: dict[str, int] = field(default_factory=dict)
    # Whom nothing but the telephone reaches: called whatever else is said.
    only_by_phone: int = 0
    # Addresses of letters or mails at which several people are asked, and these people.
    shared_addresses: int = 0
    at_shared_addresses: int = 0
    # On the whole list: nobody may write to them or call them, a card waits at the desk.
    only_in_person: int = 0
    never_written_to: int = 0
    # Colleagues talk with them first; they remain to be asked.
    talked_with_first: int = 0
    left_afterwards: int = 0

    @property
    def hours_of_letters(self) -> int:
        return math.ceil(self.by_channel.get(Channel.LETTER, 0) / LETTERS_AN_HOUR)

    @property
    def hours_of_calls(self) -> int:
        return math.ceil(self.by_channel.get(Channel.PHONE, 0) / CALLS_AN_HOUR)


def counts(mailing: Mailing) -> Counts:
    """What would be sent to how many, and who can be reached by a card alone. As few
    questions to the database for many people as for few."""
    drawn = draw(mailing)
    free = not_yet_asked(mailing.centre)
    everybody = Person.objects.of(mailing.centre).living()
    shared = [n for n in _at_addresses(drawn).values() if n > 1]
    asked = Person.objects.filter(pk__in=[person.pk for person, _way in drawn])
    return Counts(
        people=len(drawn),
        by_channel=dict(Counter(str(way.value) for _person, way in drawn)),
        instead=dict(_instead(drawn)),
        by_language=dict(Counter(_language(mailing, *one) for one in drawn)),
        only_by_phone=sum(_only_by_phone(*one) for one in drawn),
        shared_addresses=len(shared),
        at_shared_addresses=sum(shared),
        only_in_person=free.exclude(reachable()).count(),
        never_written_to=everybody.exclude(do_not_contact_at=None).count(),
        talked_with_first=free.filter(pk__in=talked_with_first(mailing.centre)).count(),
        left_afterwards=free.exclude(pk__in=asked.values("pk")).count(),
    )


def _instead(drawn: Drawn) -> Counter[tuple[str, str]]:
    return Counter(
        (person.channel, str(way.value))
        for person, way in drawn
        if person.channel != way
    )


def _at_addresses(drawn: Drawn) -> Counter[str]:
    keys = (_address(person, way) for person, way in drawn)
    return Counter(filter(None, keys))


def _address(person: Person, way: Channel) -> str:
    if way == Channel.EMAIL:
        return address_key(person.email)
    if way == Channel.LETTER:
        return place_key(person.address, person.postal_code or person.city)
    return ""


def _only_by_phone(person: Person, way: Channel) -> bool:
    by_post = bool(person.address) and not person.address_wrong_at
    reaches = person.safe_to_write and (by_post or bool(person.email))
    return way == Channel.PHONE and not reaches


def _language(mailing: Mailing, person: Person, way: Channel) -> str:
    """In which they are written to: in what they speak, where the centre has words."""
    return written_in(
        MESSAGE,
        mailing.centre,
        channel=way,
        language=person.language,
        speaks=person.speaks,
    )
