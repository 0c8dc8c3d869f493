"""What the columns of a list hold whose headings nobody knows, or that has none: a guess,
by how the cells look. Somebody confirms it before anything is read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from champions.contacts.reading import Line

# By field, how a cell of it looks; most cells of a column must look so.
LOOKS = {
    "email": re.compile(r"\S+@\S+\.\S+"),
    "phone": re.compile(r"\+?[\d(][\d\s().-]{6,17}"),
    "postal_code": re.compile(
        r"[A-Z]\d[A-Z]\s?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}", re.IGNORECASE
    ),
}
# No heading has one.
NUMBER = re.compile(r"\d{3}|@")


def line_of_headings(top: Sequence[Line]) -> tuple[Line | None, bool]:
    """The first line that is as wide as the table, and whether it reads like headings;
    without it, the table has none, and people from that line on. A list of one column
    is no table, nor is a letter with a comma here and there."""
    filled = [sum(bool(cell.strip()) for cell in line.cells) for line in top]
    wide = max(2, max(filled, default=0) * 0.7)
    start = next((at for at, cells in enumerate(filled) if cells >= wide), len(top))
    if sum(cells > 1 for cells in filled[start:]) <= (len(top) - start) * 2 / 3:
        return None, False
    return top[start], not any(NUMBER.search(cell) for cell in top[start].cells)


def guessed_fields(lines: Sequence[Line], *, wide: int) -> list[str]:
    """What each column seems to be; empty where that cannot be told."""
    found: list[str] = []
    for column in range(wide):
        cells = [
            line.cells[column].strip() for line in lines if column < len(line.cells)
        ]
        field = _guess([cell for cell in cells if cell])
        found.append("" if field in found and field != "phone" else field)
    return found


def _guess(cells: Sequence[str]) -> str:
    for field, look in LOOKS.items():
        if cells and sum(bool(look.fullmatch(one)) for one in cells) > len(cells) / 2:
            return field
    return ""
