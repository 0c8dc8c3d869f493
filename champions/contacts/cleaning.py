"""From one line of a list to a clean contact, with notes on what was left out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from champions.contacts.contact import Contact, Note, Refusal, RefusedLineError
from champions.contacts.headings import Headings
from champions.contacts.reading import Line
from champions.contacts.spellings import CHANNELS, LANGUAGES, NO, NO_LANGUAGE, YES
from champions.languages import find_language, is_ours
from champions.names import spaced
from champions.phones import phone_form

# As long as the columns of a person.
LONGEST = {
    "name": 80, "email": 254, "address": 200, "city": 80, "postal_code": 12,
    "reference": 40, "call_when": 80,
}  # fmt: skip
# “Spanish, English”, “Français / French”, “Urdu and Punjabi”.
BETWEEN_LANGUAGES = re.compile(r"[/,;&+|()]|\b(?:and|et|or|ou|some)\b", re.IGNORECASE)
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# A question mark within a name, the sign for a lost letter, or what UTF-8 and DOS
# alphabets look like when they were once read as Windows-1252.
LOST = re.compile("[?\ufffd‚„†‡‰¤¦¬]|[ÃÂ][\u00a0-\u00bf€-™]|â€")


def clean(line: Line, headings: Headings, *, region: str) -> Contact:
    """The contact on a line; telephone and postal code in the form of `region` (GB).

    What cannot be used is left out with a note: a bad address never costs the person.
    Raises RefusedLineError when there is nobody to greet.
    """
    notes: list[str] = []
    fields = _Fields(line, headings, notes)
    first, last = _names(fields)
    language, speaks = _languages(fields)
    return Contact(
        first_name=first,
        last_name=last,
        email=_email(fields),
        phone=_phone(fields, region),
        address=_address(fields),
        city=fields.short("city"),
        postal_code=_postal_code(fields.short("postal_code"), region),
        language=language,
        speaks=speaks,
        channel=_channel(fields),
        do_not_contact=_do_not_contact(fields),
        safe_to_write=_safe(fields, "safe_to_write"),
        safe_to_phone=_safe(fields, "safe_to_phone"),
        safe_to_leave_message=_safe(fields, "safe_to_leave_message"),
        call_when=fields.short("call_when"),
        reference=fields.short("reference"),
        notes=tuple(dict.fromkeys(notes)),
    )


class _Fields:
    """The cells of one line by field, tidied; notes are gathered beside."""

    def __init__(self, line: Line, headings: Headings, notes: list[str]) -> None:
        self._notes = notes
        self._said = {
            field: list(filter(None, map(tidy, headings.cells(line, field))))
            for field in headings.columns
        }

    def note(self, note: Note) -> str:
        self._notes.append(note.value)
        return ""

    def all(self, field: str) -> list[str]:
        return self._said.get(field, [])

    def text(self, field: str) -> str:
        said = self._said.get(field)
        return said[0] if said else ""

    def short(self, field: str) -> str:
        """What fits its column; else nothing, said in a note."""
        text = self.text(field)
        return text if len(text) <= LONGEST[field] else self.note(Note.TOO_LONG)


def tidy(text: str) -> str:
    """One form of each letter, single spaces, nothing that cannot be seen."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", text.replace("\xa0", " "))
    return " ".join(UNSEEN.sub(" ", text).split())


def _names(fields: _Fields) -> tuple[str, str]:
    first = fields.text("known_as") or fields.text("first_name")
    last = fields.text("last_name")
    if "?" not in first and not any(sign.isalnum() for sign in first):
        raise RefusedLineError(Refusal.NAMELESS)
    if max(len(first), len(last)) > LONGEST["name"]:
        raise RefusedLineError(Refusal.NAME_TOO_LONG)
    if LOST.search(first) or LOST.search(last):
        fields.note(Note.LETTERS_LOST)
    return first, last


def _email(fields: _Fields) -> str:
    typed = fields.text("email")
    if not typed:
        return ""
    # As mail programs write them: "Ben Taylor <ben@example.org>", several with ";".
    found = (
        part.strip("<>()[],;\"'").removeprefix("mailto:")
        for part in re.split(r"[\s;,]+", unicodedata.normalize("NFKC", typed))
    )
    address = next(filter(_is_email, found), "")
    if not address or len(address) > LONGEST["email"]:
        return fields.note(Note.EMAIL_DROPPED)
    name, _at, domain = address.rpartition("@")
    return f"{name}@{domain.lower()}"


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _phone(fields: _Fields, region: str) -> str:
    typed = fields.all("phone")
    found = next(filter(None, (phone_form(text, region=region) for text in typed)), "")
    if typed and not found:
        fields.note(Note.PHONE_DROPPED)
    return found


def _address(fields: _Fields) -> str:
    address = ", ".join([*fields.all("address")[:1], *fields.all("address_more")])
    if len(address) > LONGEST["address"]:
        return fields.note(Note.TOO_LONG)
    return address


def _postal_code(text: str, region: str) -> str:
    code = re.sub(r"[\s-]", "", text).upper()
    if region == "CA" and re.fullmatch(r"([A-Z]\d){3}", code):
        return f"{code[:3]} {code[3:]}"
    if region == "GB" and re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", code):
        return f"{code[:-3]} {code[-3:]}"
    return text.upper()


@lru_cache(maxsize=1000)
def _words(text: str) -> str:
    """Few different ones stand in a whole column of choices."""
    return spaced(text)


def _languages(fields: _Fields) -> tuple[str, str]:
    """In which of ours they are written to, and what else they speak: by the first
    language named. “Français / French” is French; “Spanish, some English” is both."""
    typed = fields.text("language")
    found = _named(typed) if typed else ()
    if typed and not found:
        fields.note(Note.LANGUAGE_UNKNOWN)
    ours = next(filter(is_ours, found), "")
    return ours, next((tag for tag in found[:1] if not is_ours(tag)), "")


@lru_cache(maxsize=1000)
def _named(typed: str) -> tuple[str, ...]:
    """The tags of the languages in a cell, in order; the same few cells come again."""
    whole = LANGUAGES.get(spaced(typed)) or _tag(typed)
    if whole:
        return (whole,)
    tags = map(_tag, BETWEEN_LANGUAGES.split(typed))
    words = (LANGUAGES.get(word, "") for word in spaced(typed).split())
    return tuple(filter(None, tags)) or tuple(filter(None, words))


def _tag(typed: str) -> str:
    """Of a name or a code; “no” and “n/a” say that there is none."""
    words = spaced(typed)
    return "" if words in NO_LANGUAGE else LANGUAGES.get(words) or find_language(typed)


def _channel(fields: _Fields) -> str:
    typed = _words(fields.text("channel"))
    if not typed:
        return ""
    for channel, words in CHANNELS.items():
        if typed in words:
            return channel
    return fields.note(Note.CHANNEL_UNKNOWN)


def _do_not_contact(fields: _Fields) -> bool:
    """Whether the list says never to write. A mark that is unclear counts as one."""
    refused = _yes(fields, "do_not_contact")
    allowed = _yes(fields, "may_contact")
    if refused is None or allowed is None:
        fields.note(Note.MARK_UNCLEAR)
        return True
    return refused == "yes" or allowed == "no"


def _safe(fields: _Fields, field: str) -> str:
    """ "yes" or "no", "" when nothing is said. What is unclear is not safe."""
    said = _yes(fields, field)
    return "no" if said is None else said


def _yes(fields: _Fields, field: str) -> str | None:
    """ "yes", "no", "" when nothing is said, None when it is unclear."""
    text = fields.text(field)
    typed = _words(text) or text
    if not typed or not any(sign.isalnum() or sign in "✓✔" for sign in typed):
        return ""
    if typed in YES:
        return "yes"
    return "no" if typed in NO else None
