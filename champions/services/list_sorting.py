"""What becomes of each line of a list: a new person, a repeat, somebody known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from champions import many_rows
from champions.contacts.contact import Contact, Note, RefusedLineError
from champions.contacts.matching import Identity, Register, identity
from champions.enums import LineOutcome
from champions.models import AlsoKnownAs, Centre, ContactLine, Person

Row = dict[str, Any]
IDENTIFYING = (
    "first_name",
    "last_name",
    "email",
    "phone",
    "address",
    "city",
    "postal_code",
)
KEYS = ("name_key", "email_key", "phone", "address_key")
# What is left of the words of a line once they are not needed.
NO_WORDS: dict[str, Any] = {"words": {}} | dict.fromkeys(KEYS, "")


@dataclass(frozen=True, slots=True)
class Seen:
    """Who was seen before: a person of the centre, or an earlier line."""

    person: int | None = None
    line: int | None = None


def who(contact: Contact) -> Identity:
    return identity(**{field: getattr(contact, field) for field in IDENTIFYING})


def who_is_on(line: Mapping[str, Any]) -> Identity:
    """The same, as it was written down when the line was read."""
    return Identity(*(line[key] for key in KEYS))


def remember_people(
    register: Register[Seen], centre: Centre, wanted: Iterable[Identity]
) -> None:
    """Those whom the centre knows and who may be one of these."""
    found = list(wanted)
    known = Person.objects.of(centre).filter(erased_at=None)
    _remember(
        register,
        _like(known, found).order_by("pk").values("pk", *KEYS),
        lambda row: Seen(person=row["pk"]),
    )
    before = _like(AlsoKnownAs.objects.of(centre), found).order_by("pk")
    _remember(
        register,
        before.values("person_id", *KEYS),
        lambda row: Seen(person=row["person_id"]),
    )


def remember_lines(
    register: Register[Seen],
    lines: QuerySet[ContactLine],
    wanted: Iterable[Identity],
) -> None:
    """The new people on earlier lines of the same list who may be one of these."""
    new = _like(lines.filter(outcome=LineOutcome.NEW), wanted).order_by("number")
    _remember(
        register,
        new.values("number", *KEYS),
        lambda row: Seen(line=row["number"]),
    )


def _like(rows: QuerySet[Any], wanted: Iterable[Identity]) -> QuerySet[Any]:
    """Of a name that half a town has, only who has a way in common too: the database
    looks through them faster than we do."""
    found = list(wanted)
    ways = Q(email_key="", phone="", address_key="")
    for key in KEYS[1:]:
        known = {getattr(one, key) for one in found} - {""}
        ways |= Q(**{f"{key}__in": many_rows.any_of(known)})
    names = many_rows.any_of(one.name_key for one in found)
    return rows.filter(ways, name_key__in=names)


def _remember(
    register: Register[Seen],
    rows: Iterable[Mapping[str, Any]],
    seen: Callable[[Mapping[str, Any]], Seen],
) -> None:
    for row in rows:
        register.add(who_is_on(row), seen(row))


def contact_of(line: Mapping[str, Any]) -> Contact:
    """The contact as it was read; only until the line has been imported."""
    return Contact(**line["words"])


@dataclass(frozen=True, slots=True)
class Read:
    """A line as it was read: somebody, or why it cannot be used."""

    number: int
    contact: Contact | None = None
    who: Identity | None = None
    refused: RefusedLineError | None = None


def read(number: int, found: Contact | RefusedLineError) -> Read:
    if isinstance(found, RefusedLineError):
        return Read(number, refused=found)
    return Read(number, found, who(found))


def sort_lines(lines: Iterable[Read], register: Register[Seen]) -> list[Row]:
    """What becomes of each line, by column. New ones are remembered."""
    return [
        _sorted(line.number, line.contact, line.who, register)
        if line.contact and line.who
        else _refused(line)
        for line in lines
    ]


def _refused(line: Read) -> Row:
    refused = line.refused
    return {
        "number": line.number,
        "outcome": LineOutcome.REFUSED,
        "reason": refused.refusal.value if refused else "",
        "notes": "",
        "same_as": None,
        "person_id": None,
        **NO_WORDS,
        "words": refused.words if refused else {},
    }


def _sorted(
    number: int, contact: Contact, them: Identity, register: Register[Seen]
) -> Row:
    known = register.find(them)
    notes = [*contact.notes]
    # Also of who is marked already: this list says it too, whatever becomes of another.
    if contact.do_not_contact:
        notes.append(Note.DO_NOT_CONTACT.value)
    if known is None:
        if register.doubt(them):
            notes.append(Note.DOUBTFUL.value)
        register.add(them, Seen(line=number))
    return {
        "number": number,
        "outcome": _outcome(known),
        "reason": "",
        "notes": f" {' '.join(notes)} " if notes else "",
        "same_as": known.line if known else None,
        "person_id": known.person if known else None,
        **{key: getattr(them, key) for key in KEYS},
        "words": contact.words(),
    }


def _outcome(known: Seen | None) -> LineOutcome:
    if known is None:
        return LineOutcome.NEW
    return LineOutcome.KNOWN if known.person else LineOutcome.REPEAT
