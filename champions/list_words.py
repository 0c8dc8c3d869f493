"""How the counts of a contact list are said, and which lines stand behind each."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from champions.contacts.contact import Note
from champions.enums import LineOutcome
from champions.models import ContactLine, ContactList

# A count's key: what becomes of the lines, and if need be one note or reason of theirs.
OUTCOMES: dict[str, Promise] = {
    LineOutcome.NEW: _("New people"),
    LineOutcome.REPEAT: _("The same person again in this list"),
    LineOutcome.KNOWN: _("Already known to the centre"),
    LineOutcome.REFUSED: _("Cannot be used"),
}
DETAILS: dict[str, Promise] = {
    f"{LineOutcome.NEW}:{Note.DO_NOT_CONTACT}": _("New people we will never write to"),
    f"{LineOutcome.KNOWN}:{Note.DO_NOT_CONTACT}": _(
        "Known people we will no longer write to"
    ),
    f"{LineOutcome.NEW}:{Note.MARK_UNCLEAR}": _(
        "Not clear if we may write, so we will not"
    ),
    f"{LineOutcome.NEW}:{Note.EMAIL_DROPPED}": _(
        "Without the e-mail, which is not right"
    ),
    f"{LineOutcome.NEW}:{Note.PHONE_DROPPED}": _(
        "Without the telephone number, which is not right"
    ),
    f"{LineOutcome.NEW}:{Note.LETTERS_LOST}": _("Letters of the name were lost"),
    f"{LineOutcome.NEW}:{Note.LANGUAGE_UNKNOWN}": _("A language that we do not know"),
    f"{LineOutcome.NEW}:{Note.CHANNEL_UNKNOWN}": _("Not clear how to reach them"),
    f"{LineOutcome.NEW}:{Note.TOO_LONG}": _("Something was too long and is left out"),
    f"{LineOutcome.NEW}:{Note.DOUBTFUL}": _(
        "Perhaps somebody we know, at another address"
    ),
}


@dataclass(frozen=True, slots=True)
class Count:
    """One number on the page, and the key under which its lines are asked for."""

    key: str
    label: Promise
    lines: int


def main_counts(contact_list: ContactList) -> list[Count]:
    """What becomes of the lines; together these are all of them."""
    counts = contact_list.counts
    return [Count(key, label, counts.get(key, 0)) for key, label in OUTCOMES.items()]


def further_counts(contact_list: ContactList) -> list[Count]:
    """What is to be known of some of them; only what there is."""
    counts = contact_list.counts
    return [
        Count(key, label, counts[key])
        for key, label in DETAILS.items()
        if counts.get(key)
    ]


def label_of(key: str) -> Promise | None:
    return OUTCOMES.get(key) or DETAILS.get(key)


def lines_behind(contact_list: ContactList, key: str) -> QuerySet[ContactLine]:
    """The lines that a count counts, in their order."""
    outcome, _colon, note = key.partition(":")
    lines = contact_list.lines.filter(outcome=outcome).order_by("number")
    return lines.filter(notes__contains=f" {note} ") if note else lines
