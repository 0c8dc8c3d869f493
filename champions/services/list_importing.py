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


@transaction.atomic
def _import_piece(contact_list: ContactList) -> bool:
    """One piece and its place in the list are written together, or not at all."""
    held = (
        ContactList.objects.select_for_update(of=("self",))
        .filter(pk=contact_list.pk, state=ListState.IMPORTING)
        .first()
    )
    if held is None:
        return False
    # Two lists of one centre at once would not see each other's people.
    centre = Centre.objects.select_for_update().get(pk=held.centre_id)
    lines = list(held.lines.filter(imported_at=None)[:PIECE])
    if not lines:
        _finish(held)
        return False
    _import(held, centre, lines)
    held.lines_done += len(lines)
    held.attempts, held.worked_at = 0, timezone.now()
    held.save(update_fields=["lines_done", "attempts", "worked_at"])
    return True


def _import(held: ContactList, centre: Centre, lines: list[ContactLine]) -> None:
    _recognise(centre, lines)
    new = [line for line in lines if line.outcome == LineOutcome.NEW]
    people = Person.objects.bulk_create([_person(centre, line) for line in new])
    for line, person in zip(new, people, strict=True):
        line.person = person
    _link_repeats(held, lines)
    _mark_known(held, lines)
    ContactLine.objects.bulk_update(
        [line for line in lines if line.person_id],
        ["person", "outcome"],
        batch_size=250,
    )
    _forget_words(lines)


def _forget_words(lines: list[ContactLine]) -> None:
    ContactLine.objects.filter(pk__in=[line.pk for line in lines]).update(
        words={}, name_key="", imported_at=timezone.now()
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
