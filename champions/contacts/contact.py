"""A person as a list names them, and what is said about a line."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Note(TextChoices):
    """What a reader of the list should know about a line that is used."""

    EMAIL_DROPPED = "email_dropped", _("The e-mail address is not right; left out.")
    PHONE_DROPPED = "phone_dropped", _("The telephone number is not right; left out.")
    LETTERS_LOST = "letters_lost", _("Letters of the name were lost before the upload.")
    LANGUAGE_UNKNOWN = "language_unknown", _("We do not know this language.")
    CHANNEL_UNKNOWN = "channel_unknown", _("How to reach this person is not clear.")
    MARK_UNCLEAR = "mark_unclear", _("Not clear if we may write, so we will not.")
    TOO_LONG = "too_long", _("Something was too long and is left out.")
    DOUBTFUL = "doubtful", _("Same name and telephone as somebody, another address.")
    DO_NOT_CONTACT = "do_not_contact", _("We will never write first.")


class Refusal(TextChoices):
    """Why a line cannot be used."""

    NAMELESS = "nameless", _("There is no first name.")
    NAME_TOO_LONG = "name_too_long", _("The name is too long.")
    HEADINGS = "headings", _("These are the headings again.")
    FORGOTTEN = "forgotten", _("Somebody of this name asked to be forgotten.")


class RefusedLineError(Exception):
    """This line cannot be used; the others can."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        # What helps to find the line in the file; filled in by whoever knows it.
        self.words: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Contact:
    """A clean line. Empty text where the list says nothing.

    `phone` is E.164; `language` and `channel` are values of the enums of that name, and
    `speaks` is the tag of a language that is none of those; what is safe is "yes" or "no".
    """

    first_name: str
    last_name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    city: str = ""
    postal_code: str = ""
    language: str = ""
    speaks: str = ""
    channel: str = ""
    do_not_contact: bool = False
    safe_to_write: str = ""
    safe_to_phone: str = ""
    safe_to_leave_message: str = ""
    call_when: str = ""
    reference: str = ""
    notes: tuple[str, ...] = ()

    def words(self) -> dict[str, Any]:
        """What the line says, without what it leaves empty, to be kept as JSON."""
        return {name: said for name in WORDS if (said := getattr(self, name))}


WORDS = tuple(field.name for field in fields(Contact) if field.name != "notes")
