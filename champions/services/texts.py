"""Text messages: a list for the centre's own service, and who answered “stop” to it. What
waits, a list, and “they are sent” are those of letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from champions.enums import Channel, MessageState
from champions.messages.words import text_message
from champions.models import Centre, Message, Person, User
from champions.phones import phone_as_dialled, phone_form
from champions.services.people import mark_do_not_contact
from champions.services.turns import take_turn
from champions.spreadsheets import csv_lines


@dataclass(frozen=True)
class Stopped:
    """What became of the numbers that answered “stop”: whom nobody writes to any more,
    and the lines that are nobody's, as they were typed."""

    people: list[Person]
    unknown: list[str]


def list_of(messages: Iterable[Message], *, centre: Centre) -> Iterator[str]:
    """The list as a table, line by line: number and text, ready to be sent."""
    yield from csv_lines(_rows(messages, centre))


def _rows(messages: Iterable[Message], centre: Centre) -> Iterator[tuple[str, str]]:
    yield _("Number"), _("Text")
    for message in messages:
        if message.person:
            number = phone_as_dialled(message.person.phone, region=centre.country)
            yield number, text_message(message)


@transaction.atomic
def stop_numbers(centre: Centre, typed: str, *, by: User | None) -> Stopped:
    """Everybody of the centre who was sent a text at one of these numbers, one a line,
    is not written to first any more, at once and on every channel. A number that two
    people share stops both: nobody knows who pressed it."""
    take_turn(centre)
    people: dict[int, Person] = {}
    unknown = []
    for line in filter(None, map(str.strip, typed.splitlines())):
        found = _texted_at(centre, phone_form(line, region=centre.country))
        people |= {person.pk: person for person in found}
        if not found:
            unknown.append(line)
    for person in people.values():
        mark_do_not_contact(person, by=by)
    return Stopped(list(people.values()), unknown)


def _texted_at(centre: Centre, phone: str) -> list[Person]:
    """Who was sent a text at a number, also one that they no longer have."""
    if not phone:
        return []
    texts = Message.objects.of(centre).filter(channel=Channel.TEXT)
    sent = texts.filter(Q(batches__isnull=False) | Q(state=MessageState.SENT))
    at_it = sent.filter(Q(to_address=phone) | Q(person__phone=phone))
    return list(Person.objects.of(centre).filter(pk__in=at_it.values("person")))
