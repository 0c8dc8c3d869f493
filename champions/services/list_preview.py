"""What a list would bring, without keeping anything of it."""

from __future__ import annotations

from django.core.files.base import File

from champions.contacts.lists import open_list
from champions.contacts.matching import Register
from champions.enums import LineOutcome
from champions.models import Centre, ContactList
from champions.services.list_reading import PIECE, names_of, pieces
from champions.services.list_sorting import Seen, remember_people, sort_lines


def preview(centre: Centre, file: File[bytes], *, sheet: str = "") -> dict[str, int]:
    """Lines by what would become of them. Raises RefusedListError as an upload does."""
    counts = {outcome.value: 0 for outcome in LineOutcome}
    register: Register[Seen] = Register()
    remembered: set[str] = set()
    found = open_list(file, sheet=sheet)
    for piece in pieces(found.contacts(region=centre.country), PIECE):
        remember_people(register, centre, names_of(piece) - remembered)
        remembered |= names_of(piece)
        for line in sort_lines(ContactList(centre=centre), piece, register):
            counts[line.outcome] += 1
    return counts
