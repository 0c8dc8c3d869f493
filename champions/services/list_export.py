"""Everybody a centre knows, as a list it can take along: the same columns that are read,
so that reading it again finds everybody known, and elsewhere makes the same people."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.models import QuerySet

from champions.contacts.columns import BY_FIELD
from champions.history import record
from champions.models import Centre, Person, User
from champions.phones import phone_as_written
from champions.spreadsheets import csv_lines
from champions.workbooks_out import workbook_blocks

Cell = Callable[[Person], str]
# So many people are in memory at a time.
CHUNK = 2_000


def _yes(said: object) -> str:
    return "yes" if said else ""


def _safe(said: object) -> str:
    return "yes" if said else "no"


def _languages(person: Person) -> str:
    """“fr”, or “es, en” for who speaks a third one beside: as it is read again."""
    return ", ".join(filter(None, (person.speaks, person.language)))


# What stands in each column, by the kind of column; kinds that a person does not have
# (a second line of the address) are only read.
CELLS: dict[str, Cell] = {
    "first_name": lambda person: person.first_name,
    "last_name": lambda person: person.last_name,
    "email": lambda person: person.email,
    "phone": lambda person: phone_as_written(
        person.phone, region=person.centre.country
    ),
    "address": lambda person: person.address,
    "city": lambda person: person.city,
    "postal_code": lambda person: person.postal_code,
    "language": _languages,
    "channel": lambda person: str(person.channel).replace("_", " "),
    "do_not_contact": lambda person: _yes(person.do_not_contact_at),
    "safe_to_write": lambda person: _safe(person.safe_to_write),
    "safe_to_phone": lambda person: _safe(person.safe_to_phone),
    "safe_to_leave_message": lambda person: _safe(person.safe_to_leave_message),
    "call_when": lambda person: person.call_when,
    "reference": lambda person: person.reference,
}


def people_of(centre: Centre) -> QuerySet[Person]:
    """Who stands on the list: nobody who died or was forgotten, whom another system
    would write to."""
    return Person.objects.of(centre).living().order_by("pk")


def exported_lines(centre: Centre, *, by: User | None) -> Iterator[str]:
    """The list line by line, to be streamed; that it was taken along is logged."""
    return csv_lines(_taken_along(centre, by=by))


def exported_workbook(centre: Centre, *, by: User | None) -> Iterator[bytes]:
    """The same as a workbook, block by block."""
    return workbook_blocks(_taken_along(centre, by=by))


def _taken_along(centre: Centre, *, by: User | None) -> Iterator[list[str]]:
    people = people_of(centre)
    record(centre, "champions.export_list", by=by, people=people.count())
    return _rows(people.select_related("centre"))


def _rows(people: QuerySet[Person]) -> Iterator[list[str]]:
    yield [BY_FIELD[field].headings[0] for field in CELLS]
    for person in people.iterator(chunk_size=CHUNK):
        yield [cell(person) for cell in CELLS.values()]
