"""What services, places and organizations have in common."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.utils.translation import get_language

from champions.enums import Language
from champions.models import Centre

NAMES = {Language.ENGLISH: "English", Language.FRENCH: "Français"}


def part_id(of: UUID, name: str) -> str:
    """The id of something that has no row of its own; the same each time."""
    return str(uuid5(of, name))


def filled(**fields: object) -> dict:
    """The fields about which something is known; false and nought are known."""
    return {name: one for name, one in fields.items() if one not in (None, "", [])}


def phone(centre: Centre, of: UUID) -> dict:
    """The centre's, also for its programmes: nobody's own number is in public."""
    return filled(
        id=part_id(of, "phone"),
        number=centre.phone,
        type="voice",
        description=centre.hours_in(get_language() or ""),
    )


def language(code: str, of: UUID) -> dict:
    return {
        "id": part_id(of, f"language {code}"),
        "code": code,
        "name": NAMES[Language(code)],
    }
