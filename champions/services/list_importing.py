"""People are made of the new lines of a list, some hundred in a transaction; a worker
that dies in the middle is followed by one that goes on where the last piece ended."""

from __future__ import annotations

import time
import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from champions import many_rows
from champions.contacts.contact import Contact, Note
from champions.contacts.matching import Register
from champions.enums import Channel, LineOutcome, ListState
from champions.history import record
from champions.models import Centre, ContactLine, ContactList, Person
from champions.services.list_reading import PAUSE, PIECE, count_lines
from champions.services.list_sorting import (
    KEYS,
    NO_WORDS,
    Row,
    Seen,
    contact_of,
    remember_people,
    who_is_on,
)
from champions.services.people import mark_by_list

# By which way somebody is reached who did not say, or whose own way is not known.
WAYS = (Channel.EMAIL, Channel.LETTER, Channel.PHONE)
# What a line says of a person in the same words.
TAKEN_OVER = (
    "first_name",
    "last_name",
    "email",
    "address",
    "city",
    "postal_code",
    "call_when",
    "reference",
    "speaks",
)

# What is asked of a line that becomes a person.
USED = ("id", "number", "outcome", "notes", "same_as", "person_id", "words", *KEYS)


def import_lines(contact_list: ContactList, *, seconds: float) -> bool:
    """Import on where it stopped, for so many seconds; true when nothing is left."""
    until = time.monotonic() + seconds
    while _import_piece(contact_list):
        if time.monotonic() > until:
            return False
        time.sleep(PAUSE)
    return True


def _import_piece(contact_list: ContactList) -> bool:
    """What can be made ready is, before anybody has to wait for the database."""
    done = contact_list.lines_done
    here = contact_list.lines.values(*USED)[done : done + PIECE]
    lines: list[Row] = list(here)
    people = {
        line["number"]: _person(contact_list.centre, line)
        for line in lines
        if line["outcome"] == LineOutcome.NEW
    }
    if not lines:
        _finish(contact_list, count_lines(contact_list, imported=True))
        return False
    return _keep(contact_list, lines, people)


@transaction.atomic
def _keep(contact_list: ContactList, lines: list[Row], people: dict[int, Row]) -> bool:
    """One piece and its place in the list are written together, or not at all; false
    when nothing is left to do."""
    held = _held(contact_list)
    if held is None:
        return False
    done, contact_list.lines_done = contact_list.lines_done, held.lines_done
    if held.lines_done != done:
        return True  # another worker was faster with this piece
    _import(held, lines, people)
    held.lines_done += len(lines)
    held.attempts, held.worked_at = 0, timezone.now()
    held.save(update_fields=["lines_done", "attempts", "worked_at"])
    contact_list.lines_done = held.lines_done
    return True


def _held(contact_list: ContactList) -> ContactList | None:
    """The list, by whoever imports it first; none once it is imported."""
    lists = ContactList.objects.select_for_update(of=("self",))
    return lists.filter(pk=contact_list.pk, state=ListState.IMPORTING).first()


def _import(held: ContactList, lines: list[Row], people: dict[int, Row]) -> None:
    # Two lists of one centre at once would not see each other's people.
    centre = Centre.objects.select_for_update(no_key=True).get(pk=held.centre_id)
    _recognise(centre, lines)
    new = [line for line in lines if line["outcome"] == LineOutcome.NEW]
    _add(centre, new, [people[line["number"]] for line in new])
    _link_repeats(held, lines)
    _mark_known(held, lines)
    _keep_outcomes(lines)


def _add(centre: Centre, lines: list[Row], people: list[Row]) -> None:
    now = timezone.now()
    many_rows.insert(Person, people, centre=centre.pk, created_at=now, updated_at=now)
    made = Person.objects.filter(uuid__in=[row["uuid"] for row in people])
    numbers = dict(made.values_list("uuid", "pk"))
    for line, row in zip(lines, people, strict=True):
        line["person_id"] = numbers[row["uuid"]]


def _keep_outcomes(lines: list[Row]) -> None:
    """Whom each line became; its words are forgotten."""
    many_rows.update(
        ContactLine,
        [
            {name: line[name] for name in ("id", "outcome", "person_id", "marked_at")}
            for line in lines
        ],
        **NO_WORDS,
        imported_at=timezone.now(),
    )


def _recognise(centre: Centre, lines: list[Row]) -> None:
    """Who was new when the list was read may have been added by hand meanwhile."""
    new = [line for line in lines if line["outcome"] == LineOutcome.NEW]
    register: Register[Seen] = Register()
    remember_people(register, centre, map(who_is_on, new))
    for line in new:
        if known := register.find(who_is_on(line)):
            line["outcome"] = LineOutcome.KNOWN
            line["person_id"] = known.person


def _person(centre: Centre, line: Row) -> Row:
    contact = contact_of(line)
    never = Note.DO_NOT_CONTACT in line["notes"].split()
    return {
        "uuid": uuid.uuid4(),
        **{name: getattr(contact, name) for name in TAKEN_OVER},
        **{key: line[key] for key in KEYS},
        "safe_to_write": contact.safe_to_write != "no",
        "safe_to_phone": contact.safe_to_phone != "no",
        "safe_to_leave_message": contact.safe_to_leave_message == "yes",
        "language": contact.language or centre.usual_language,
        "channel": way_of(contact),
        "do_not_contact_at": timezone.now() if never else None,
    }


def way_of(contact: Contact) -> str:
    """The way they chose when we know it; else the first that we know."""
    known = {
        Channel.EMAIL: contact.email,
        Channel.LETTER: contact.address,
        Channel.PHONE: contact.phone,
        Channel.TEXT: contact.phone,
        Channel.IN_PERSON: "always",
    }
    chosen = [Channel(contact.channel)] if contact.channel else []
    return next((way for way in (*chosen, *WAYS) if known[way]), Channel.IN_PERSON)


def _link_repeats(held: ContactList, lines: list[Row]) -> None:
    repeats = [line for line in lines if line["outcome"] == LineOutcome.REPEAT]
    first = {line["number"]: line["person_id"] for line in lines if line["person_id"]}
    earlier = held.lines.filter(number__in=[line["same_as"] for line in repeats])
    first |= dict(earlier.exclude(person=None).values_list("number", "person"))
    for line in repeats:
        line["person_id"] = first.get(line["same_as"])


def _mark_known(held: ContactList, lines: list[Row]) -> None:
    """Somebody known, or found out to be known, whom this list says never to write to."""
    asked = {
        line["person_id"]
        for line in lines
        if line["outcome"] == LineOutcome.KNOWN
        and Note.DO_NOT_CONTACT in line["notes"].split()
    }
    unmarked = Person.objects.of(held.centre).filter(do_not_contact_at=None)
    marked: dict[int, datetime | None] = {}
    for person in unmarked.filter(pk__in=asked):
        mark_by_list(person, by=held.uploaded_by)
        marked[person.pk] = person.do_not_contact_at
    for line in lines:
        line["marked_at"] = marked.get(line["person_id"])


@transaction.atomic
def _finish(contact_list: ContactList, counts: dict[str, int]) -> None:
    held = _held(contact_list)
    if held is None:
        return
    held.state = ListState.IMPORTED
    held.imported_at = timezone.now()
    held.counts = counts
    held.save(update_fields=["state", "imported_at", "counts"])
    people = held.counts[LineOutcome.NEW]
    record(held, "champions.list_imported", by=held.uploaded_by, people=people)
    centre = held.centre_id
    transaction.on_commit(lambda: async_task("champions.tasks.find_pairs", centre))
