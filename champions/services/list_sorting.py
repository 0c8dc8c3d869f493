"""What becomes of each line of a list: a new person, a repeat, somebody known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db.models import QuerySet

from champions.contacts.contact import Contact, Note, RefusedLineError
from champions.contacts.matching import Identity, Match, Register, identity
from champions.enums import LineOutcome
from champions.models import Centre, ContactLine, ContactList, Person

Numbered = tuple[int, Contact | RefusedLineError]
IDENTIFYING = (
    "first_name",
    "last_name",
    "email",
    "phone",
    "address",
    "city",
    "postal_code",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Who was seen before: a person of the centre, or an earlier line."""

    person: int | None = None
    line: int | None = None
    never_write: bool = False


def who(contact: Contact) -> Identity:
    return identity(**{field: getattr(contact, field) for field in IDENTIFYING})


def remember_people(
    register: Register[Seen], centre: Centre, names: Iterable[str]
) -> None:
    """Everybody the centre knows under one of these folded names."""
    known = Person.objects.of(centre).filter(name_key__in=set(names), erased_at=None)
    for row in known.values("pk", "do_not_contact_at", *IDENTIFYING).order_by("pk"):
        person = Seen(
            person=row.pop("pk"), never_write=bool(row.pop("do_not_contact_at"))
        )
        register.add(identity(**row), person)


def remember_lines(
    register: Register[Seen], lines: QuerySet[ContactLine], names: Iterable[str]
) -> None:
    """The new people on earlier lines of the same list."""
    new = lines.filter(outcome=LineOutcome.NEW, name_key__in=set(names))
    for line in new.order_by("number"):
        contact = contact_of(line)
        seen = Seen(line=line.number, never_write=contact.do_not_contact)
        register.add(who(contact), seen)


def contact_of(line: ContactLine) -> Contact:
    """The contact as it was read; only until the line has been imported."""
    return Contact(**line.words, notes=tuple(line.notes.split()))


def sort_lines(
    contact_list: ContactList, numbered: Iterable[Numbered], register: Register[Seen]
) -> list[ContactLine]:
    """The lines with what becomes of them, not yet saved. New ones are remembered."""
    return [
        _refused(contact_list, number, found)
        if isinstance(found, RefusedLineError)
        else _sorted(contact_list, number, found, register)
        for number, found in numbered
    ]


def _refused(
    contact_list: ContactList, number: int, refused: RefusedLineError
) -> ContactLine:
    return ContactLine(
        contact_list=contact_list,
        centre_id=contact_list.centre_id,
        number=number,
        outcome=LineOutcome.REFUSED,
        reason=refused.refusal.value,
        words=refused.words,
    )


def _sorted(
    contact_list: ContactList, number: int, contact: Contact, register: Register[Seen]
) -> ContactLine:
    seen = who(contact)
    match = register.find(seen)
    words = asdict(contact)
    del words["notes"]
    line = ContactLine(
        contact_list=contact_list,
        centre_id=contact_list.centre_id,
        number=number,
        outcome=_outcome(match),
        notes=_notes(contact, match),
        name_key=seen.name_key,
        words=words,
    )
    if match:
        line.person_id, line.same_as = match.known.person, match.known.line
    else:
        register.add(seen, Seen(line=number, never_write=contact.do_not_contact))
    return line


def _outcome(match: Match[Seen] | None) -> LineOutcome:
    if match is None:
        return LineOutcome.NEW
    return LineOutcome.KNOWN if match.known.person else LineOutcome.REPEAT


def _notes(contact: Contact, match: Match[Seen] | None) -> str:
    notes = [*contact.notes]
    if match and match.moved:
        notes.append(Note.MOVED)
    if contact.do_not_contact and not (match and match.known.never_write):
        notes.append(Note.DO_NOT_CONTACT)
    return f" {' '.join(notes)} " if notes else ""
