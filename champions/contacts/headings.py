"""Which column is what: headings in English and French, and those never taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from operator import itemgetter

from django.utils.translation import gettext as _
from rapidfuzz.distance import OSA

from champions.contacts.forbidden import OFTEN_TYPED, reason_against
from champions.contacts.heading_names import NAMES
from champions.contacts.reading import Line
from champions.contacts.refusals import RefusedListError
from champions.names import spaced

# Title lines ("Clients of Cedar Lake, exported 3 May") may stand above the headings.
SEARCHED_LINES = 15

# Several of these are common (mobile and home telephone); two of any other are a slip.
MANY_ALLOWED = frozenset({"phone", "address_more"})


@dataclass(frozen=True, slots=True)
class Headings:
    """Where each field stands: column indexes, in the order they are to be asked."""

    line: int
    columns: dict[str, tuple[int, ...]]
    names: tuple[str, ...]
    ignored: tuple[str, ...]

    def cell(self, line: Line, field: str) -> str:
        """The first column of a field that says something on this line."""
        return next(iter(self.cells(line, field)), "")

    def cells(self, line: Line, field: str) -> list[str]:
        """What the columns of a field say on this line."""
        cells = line.cells
        wide = len(cells)
        return [
            cells[column]
            for column in self.columns.get(field, ())
            if column < wide and not cells[column].isspace() and cells[column]
        ]


def find_headings(top: Sequence[Line]) -> Headings:
    """The line of headings among the first lines of a table.

    Raises RefusedListError, naming columns and reasons, for columns that must not be
    uploaded, for near misses ("Emial"), for two columns of one kind, and when no
    column holds first names.
    """
    best = _best(top)
    if best is None or not _recognised(best):
        raise RefusedListError(_no_headings())
    _refuse_forbidden(best)
    _refuse_near_misses(best)
    return _headings(best)


def looks_forbidden(top: Sequence[Line]) -> list[tuple[str, str]]:
    """Columns of a table that must not be uploaded, each with the reason."""
    best = _best(top)
    return _forbidden(best) if best else []


def _best(top: Sequence[Line]) -> Line | None:
    return max(top[:SEARCHED_LINES], key=_recognised, default=None)


def field_of(heading: str) -> str:
    """The field that a heading stands for, or nothing.

    A heading in two languages ("Prénom / First name") needs one that is known.
    """
    known = _known()
    parts = [heading, *re.split(r"[/|\n(–—]|\s-\s", heading)]
    return next((known[part] for part in map(spaced, parts) if part in known), "")


@cache
def _known() -> dict[str, str]:
    return {
        spaced(name): field
        for field, names in NAMES.items()
        for name in names
    }  # fmt: skip


@cache
def _rank() -> dict[str, int]:
    return {name: place for place, name in enumerate(_known())}


def _recognised(line: Line) -> int:
    """How much a line reads like headings: two known ones, or one that says it all."""
    fields = {field_of(cell) for cell in line.cells} - {""}
    clear = len(fields) > 1 or fields & {"first_name", "email"}
    return len(fields) if clear else 0


def _headings(line: Line) -> Headings:
    found: dict[str, list[int]] = {}
    for column, heading in enumerate(line.cells):
        if field := field_of(heading):
            found.setdefault(field, []).append(column)
    _leave_whole_names(line, found)
    _refuse_twice(line, found)
    if "first_name" not in found:
        raise RefusedListError(_no_first_name())
    for columns in found.values():
        columns.sort(key=lambda column: _place(line.cells[column]))
    used = set(chain.from_iterable(found.values()))
    names = [cell.strip() for cell in line.cells]
    return Headings(
        line=line.number,
        columns={field: tuple(columns) for field, columns in found.items()},
        names=tuple(names),
        ignored=tuple(n for at, n in enumerate(names) if n and at not in used),
    )


def _leave_whole_names(line: Line, found: dict[str, list[int]]) -> None:
    """ "Name" is the last name only where no other column is."""
    last = found.get("last_name", [])
    if len(last) > 1:
        last[:] = [at for at in last if spaced(line.cells[at]) != "name"]


def _place(heading: str) -> int:
    return _rank().get(spaced(heading), len(_rank()))


def _forbidden(line: Line) -> list[tuple[str, str]]:
    return [
        (cell.strip(), reason)
        for cell in line.cells
        if (reason := reason_against(cell))
    ]


def _refuse_forbidden(line: Line) -> None:
    if columns := _forbidden(line):
        raise RefusedListError(forbidden_list(), columns=columns)


def forbidden_list() -> str:
    """Said of a list with columns that must not be uploaded."""
    return _(
        "Nothing of this list was kept. It has columns that must not be uploaded here. "
        "Please delete them in your file and upload it again."
    )


def _refuse_near_misses(line: Line) -> None:
    misses = [
        (cell.strip(), _("Did you mean “%(name)s”?") % {"name": meant})
        for cell in line.cells
        if not field_of(cell) and (meant := _meant(cell))
    ]
    if misses:
        raise RefusedListError(
            _(
                "Some headings look as if a letter slipped. Please correct them, or "
                "delete those columns, and upload the list again."
            ),
            columns=misses,
        )


def _meant(heading: str) -> str:
    """The known heading one slip away, or two in a long one; short words say nothing."""
    typed = spaced(heading)
    slips = 0 if len(typed) < 5 else 1 if len(typed) < 9 else 2
    if not slips:
        return ""
    near = (
        (OSA.distance(typed, spaced(name), score_cutoff=slips), name)
        for name in chain(*NAMES.values(), OFTEN_TYPED)
        # "Email 2" is not a slip of "Email 1".
        if _digits(typed) == _digits(name)
    )
    distance, name = min(near, key=itemgetter(0))
    return name if distance <= slips else ""


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _refuse_twice(line: Line, found: dict[str, list[int]]) -> None:
    twice = [
        (line.cells[column].strip(), _("This stands there twice."))
        for field, columns in found.items()
        if field not in MANY_ALLOWED and len(columns) > 1
        for column in columns
    ]
    if twice:
        raise RefusedListError(
            _(
                "Two columns say the same, so it is not clear which one is right. "
                "Please keep one of them and upload the list again."
            ),
            columns=twice,
        )


def _no_headings() -> str:
    return _(
        "No headings were found. Please write above the columns what is in them, such "
        "as “First name”, “Last name”, “Email”, “Phone”, “Address”, and upload the "
        "list again."
    )


def _no_first_name() -> str:
    return _(
        "There is no column with first names. Please call that column “First name”; "
        "if names stand in one column, split it in two, and upload the list again."
    )
