"""What a list would bring, without keeping anything of it."""

from __future__ import annotations

from itertools import starmap

from django.core.files.base import File

from champions.contacts.lists import open_list
from champions.contacts.matching import Identity, Register
from champions.enums import LineOutcome
from champions.models import Centre
from champions.services.list_reading import PIECE, pieces
from champions.services.list_sorting import Seen, read, remember_people, sort_lines


def preview(centre: Centre, file: File[bytes], *, sheet: str = "") -> dict[str, int]:
    """Lines by what would become of them. Raises RefusedListError as an upload does."""
    counts = {outcome.value: 0 for outcome in LineOutcome}
    register: Register[Seen] = Register()
    remembered: set[Identity] = set()
    found = open_list(file, sheet=sheet)
    numbered = found.contacts(region=centre.country)
    for piece in pieces(starmap(read, numbered), PIECE):
        wanted = {line.who for line in piece if line.who} - remembered
        remember_people(register, centre, wanted)
        remembered |= wanted
        for line in sort_lines(piece, register):
            counts[line["outcome"]] += 1
    return counts
