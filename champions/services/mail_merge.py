"""A batch of letters as a table, for those who print from a word processor: names and
address lines, the words, and each person's own code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from champions.messages.letters import (
    plain_words,
    reply_link_of,
    short_address,
    wants_large_print,
)
from champions.messages.words import code_of
from champions.models import Centre, Message
from champions.spreadsheets import csv_lines
from champions.when import day_in_words


def table_of(letters: Iterable[Message], *, centre: Centre) -> Iterator[str]:
    """The table line by line. Cells are safe in a spreadsheet, and what is said to the
    person is in their own language."""
    yield from csv_lines(_rows(letters, centre))


def _rows(letters: Iterable[Message], centre: Centre) -> Iterator[tuple[str, ...]]:
    yield (
        _("Name"),
        _("Address"),
        _("Town"),
        _("First name"),
        _("Language"),
        _("Subject"),
        _("Words"),
        _("Code"),
        _("Online"),
        _("Telephone"),
        _("Reply by"),
        _("Large print"),
    )
    for letter in letters:
        person, reply = letter.person, reply_link_of(letter)
        if person is None:
            continue
        yield (
            str(person),
            person.address,
            f"{person.city}  {person.postal_code}".strip(),
            person.first_name,
            letter.get_language_display(),
            letter.subject,
            plain_words(letter),
            code_of(letter, reply) if reply else "",
            short_address(letter.language) if reply else "",
            centre.phone,
            _reply_by(letter, reply),
            _("yes") if wants_large_print(letter) else "",
        )


def _reply_by(letter: Message, reply: str) -> str:
    """Until when an answer counts, where the room that wrote the letter has said so."""
    until = letter.links[reply].get("until", "") if reply else ""
    with translation.override(letter.language):
        return day_in_words(date.fromisoformat(until)) if until else ""
