"""People are made of the new lines of a list, some hundred in a transaction; a worker
that dies in the middle is followed by one that goes on where the last piece ended."""

from __future__ import annotations

import time

from django.db import transaction
from django.utils import timezone

from champions.contacts.contact import Contact, Note
from champions.contacts.matching import Register
from champions.enums import Channel, Language, LineOutcome, ListState, Region
from champions.history import record
from champions.models import Centre, ContactLine, ContactList, Person
from champions.services.list_reading import PAUSE, PIECE, count_lines
from champions.services.list_sorting import Seen, contact_of, remember_people, who
from champions.services.people import fill, mark_do_not_contact

# By which way somebody is reached who did not say, or whose own way is not known.
WAYS = (Channel.EMAIL, Channel.LETTER, Channel.PHONE)


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
    lines = list(contact_list.lines.filter(imported_at=None)[:PIECE])
    new = [line for line in lines if line.outcome == LineOutcome.NEW]
    people = {line.number: _person(contact_list.centre, line) for line in new}
    return _keep(contact_list, lines, people)


@transaction.atomic
def _keep(
    contact_list: ContactList, lines: list[ContactLine], people: dict[int, Person]
) -> bool:
    """One piece and its place in the list are written together, or not at all; false
    when nothing is left to do."""
    held = (
        ContactList.objects.select_for_update(of=("self",))
        .filter(pk=contact_list.pk, state=ListState.IMPORTING)
        .first()
    )
    if held is None:
        return False
    done, contact_list.lines_done = contact_list.lines_done, held.lines_done
    if held.lines_done != done:
        return True  # another worker was faster with this piece
    if not lines:
        _finish(held)
        return False
    _import(held, lines, people)
    held.lines_done += len(lines)
    held.attempts, held.worked_at = 0, timezone.now()
    held.save(update_fields=["lines_done", "attempts", "worked_at"])
    contact_list.lines_done = held.lines_done
    return True


def _import(
    held: ContactList, lines: list[ContactLine], people: dict[int, Person]
) -> None:
    # Two lists of one centre at once would not see each other's people.
    centre = Centre.objects.select_for_update().get(pk=held.centre_id)
    _recognise(centre, lines)
    new = [line for line in lines if line.outcome == LineOutcome.NEW]
    Person.objects.bulk_create([people[line.number] for line in new])
    for line in new:
        line.person = people[line.number]
    _link_repeats(held, lines)
    _mark_known(held, lines)
    _keep_outcomes(lines)


def _keep_outcomes(lines: list[ContactLine]) -> None:
    """Whom each line became; its words are forgotten."""
    for line in lines:
        line.words, line.name_key, line.imported_at = {}, "", timezone.now()
    # An insert that always meets its own row: bulk_update takes five times as long,
    # and everybody else's answers wait for this transaction.
    ContactLine.objects.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["outcome", "person", "words", "name_key", "imported_at"],
    )


def _recognise(centre: Centre, lines: list[ContactLine]) -> None:
    """Who was new when the list was read may have been added by hand meanwhile."""
    new = [line for line in lines if line.outcome == LineOutcome.NEW]
    register: Register[Seen] = Register()
    remember_people(register, centre, [line.name_key for line in new])
    for line in new:
        if match := register.find(who(contact_of(line))):
            line.outcome = LineOutcome.KNOWN
            line.person_id = match.known.person


def _person(centre: Centre, line: ContactLine) -> Person:
    contact = contact_of(line)
    person = Person(centre=centre)
    fill(
        person,
        first_name=contact.first_name,
        last_name=contact.last_name,
        email=contact.email,
        phone=contact.phone,
        address=contact.address,
        city=contact.city,
        postal_code=contact.postal_code,
        reference=contact.reference,
        language=contact.language or _language_of(centre),
    )
    person.channel = way_of(contact)
    if Note.DO_NOT_CONTACT in line.notes.split():
        person.do_not_contact_at = timezone.now()
    return person


def way_of(contact: Contact) -> str:
    """The way they chose when we know it; else the first that we know."""
    known = {
        Channel.EMAIL: contact.email,
        Channel.LETTER: contact.address,
        Channel.PHONE: contact.phone,
        Channel.TEXT: contact.phone,
    }
    chosen = [Channel(contact.channel)] if contact.channel else []
    return next((way for way in (*chosen, *WAYS) if known[way]), Channel.IN_PERSON)


def _language_of(centre: Centre) -> Language:
    return Language.FRENCH if centre.region == Region.QUEBEC else Language.ENGLISH


def _link_repeats(held: ContactList, lines: list[ContactLine]) -> None:
    repeats = [line for line in lines if line.outcome == LineOutcome.REPEAT]
    first = {line.number: line.person_id for line in lines if line.person_id}
    earlier = held.lines.filter(number__in=[line.same_as for line in repeats])
    first |= dict(earlier.exclude(person=None).values_list("number", "person"))
    for line in repeats:
        line.person_id = first.get(line.same_as or 0)


def _mark_known(held: ContactList, lines: list[ContactLine]) -> None:
    """Somebody known, or found out to be known, whom this list says never to write to."""
    asked = {
        line.person_id or 0
        for line in lines
        if line.outcome == LineOutcome.KNOWN
        and Note.DO_NOT_CONTACT in line.notes.split()
    }
    for person in Person.objects.of(held.centre).filter(pk__in=asked):
        mark_do_not_contact(person, by=held.uploaded_by)


def _finish(held: ContactList) -> None:
    held.state = ListState.IMPORTED
    held.imported_at = timezone.now()
    held.counts = count_lines(held)
    held.save(update_fields=["state", "imported_at", "counts"])
    people = held.counts[LineOutcome.NEW]
    record(held, "champions.list_imported", by=held.uploaded_by, people=people)
