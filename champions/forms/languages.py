"""In which language somebody is written to: one question, though two things are kept: one
of ours for pages and fixed lines, and what they speak besides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from champions.enums import Language
from champions.languages import LONGEST, find_language, is_ours, own_name
from champions.models import Centre, Person


def spoken_choices(
    centre: Centre, person: Person | None = None
) -> list[tuple[str, str]]:
    """English and French, then each language in which the centre has words of its own,
    and the one that the person speaks already; by their own names."""
    others = {tag for _message, tag in centre.own_words if not is_ours(tag)}
    if person and person.speaks:
        others.add(person.speaks)
    return [*Language.choices, *((tag, own_name(tag)) for tag in sorted(others))]


def spoken_by(person: Person) -> str:
    """What is chosen of these for somebody."""
    return person.speaks or person.language


class LanguageField(forms.CharField):
    """Any language by any of its names; cleaned to its tag, empty for one of ours."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=80, **options)

    def prepare_value(self, value: Any) -> Any:
        return own_name(value) if value and find_language(value) == value else value

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        tag = find_language(typed) if typed else ""
        if typed and not (tag and len(tag) <= LONGEST):
            raise ValidationError(
                _("We do not know this language. Write its name in English or French.")
            )
        return "" if is_ours(tag) else tag
