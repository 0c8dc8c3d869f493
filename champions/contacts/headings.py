"""Which column is what: by its heading in English or French, by what the centre said it
means, or else by what it holds; and columns that are never taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.utils.translation import gettext as _

from champions.contacts.columns import BY_FIELD, COLUMNS
from champions.contacts.forbidden import OFTEN_TYPED, reason_against
from champions.contacts.guessing import guessed_fields, line_of_headings
from champions.contacts.reading import Line
from champions.contacts.refusals import (
    RefusedListError,
    UnclearListError,
    forbidden_list,
)
from champions.contacts.slips import meant_by
from champions.names import spaced

# Title lines ("Clients of Cedar Lake, exported 3 May") may stand above the headings.
SEARCHED_LINES = 15
# What the centre said that a heading means, by the heading's words: a field, nothing
# (left out), or left out where another column says the same.
Meanings = Mapping[str, str]
BESIDE = "-"


@dataclass(frozen=True)
class Headings:
    """What each column is: its heading as it stands in the file (empty where the file
    has none), and the field it fills (empty where it is left out)."""

    line: int  # of the headings; what is below it are people
    names: tuple[str, ...]
    fields: tuple[str, ...]

    @cached_property
    def columns(self) -> dict[str, tuple[int, ...]]:
        """Column indexes by field, in the order in which they are to be asked."""
        found: dict[str, list[int]] = {}
        for column in sorted(range(len(self.fields)), key=self._place):
            if field := self.fields[column]:
                found.setdefault(field, []).append(column)
        return {field: tuple(columns) for field, columns in found.items()}

    @property
    def ignored(self) -> tuple[str, ...]:
        named = zip(self.names, self.fields, strict=True)
        return tuple(name for name, field in named if name and not field)

    def _place(self, column: int) -> tuple[int, int]:
        return _rank().get(spaced(self.names[column]), len(_rank())), column

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


def find_headings(top: Sequence[Line], meanings: Meanings | None = None) -> Headings:
    """The line of headings among the first lines of a table, and what they mean.

    Raises RefusedListError, naming columns and reasons, for columns that must not be
    uploaded; UnclearListError, with the best guess, where somebody has to say what is
    meant: for near misses ("Emial"), two columns of one kind, no first names, or
    headings of which none is known.
    """
    said = meanings or {}
    best = _best(top, said)
    if best is None:
        raise RefusedListError(_no_headings())
    if not _recognised(best, said):
        raise _unknown(top, said)
    return _clear(best, said)


def knows_headings(top: Sequence[Line], meanings: Meanings | None = None) -> bool:
    """Whether one of the first lines reads like headings, with or without a question."""
    best = _best(top, meanings or {})
    return best is not None and _recognised(best, meanings or {}) > 0


def looks_forbidden(top: Sequence[Line]) -> list[tuple[str, str]]:
    """Columns of a table that must not be uploaded, each with the reason."""
    known = knows_headings(top)
    line = _best(top, {}) if known else line_of_headings(top[:SEARCHED_LINES])[0]
    return _forbidden(line) if line else []


def taken_twice(fields: Sequence[str]) -> list[int]:
    """The columns that claim to be one thing of which a person has one."""
    return [
        column
        for column, field in enumerate(fields)
        if field and fields.count(field) > 1 and not BY_FIELD[field].many
    ]


def slip_in(heading: str) -> str:
    """The heading that was probably meant by one that nobody knows."""
    return "" if field_of(heading) else meant_by(heading, _all())


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
        spaced(name): column.field for column in COLUMNS for name in column.headings
    }


@cache
def _rank() -> dict[str, int]:
    return {name: place for place, name in enumerate(_known())}


def _best(top: Sequence[Line], said: Meanings) -> Line | None:
    def how_much(line: Line) -> int:
        return _recognised(line, said)

    return max(top[:SEARCHED_LINES], key=how_much, default=None)


def _meaning(heading: str, said: Meanings) -> str:
    meaning = said.get(spaced(heading), BESIDE)
    return field_of(heading) if meaning == BESIDE else meaning


def _recognised(line: Line, said: Meanings) -> int:
    """How much a line reads like headings: two known ones, or one that says it all."""
    fields = {_meaning(cell, said) for cell in line.cells} - {""}
    clear = len(fields) > 1 or fields & {"first_name", "email"}
    return len(fields) if clear else 0


def _clear(line: Line, said: Meanings) -> Headings:
    _refuse_forbidden(line)
    names = [cell.strip() for cell in line.cells]
    fields = [_meaning(name, said) for name in names]
    _leave_beside(names, fields, {"name": BESIDE, **said})
    slips = _slips(names, fields, said)
    for column, name in slips.items():
        fields[column] = field_of(name)
    found = Headings(line.number, tuple(names), tuple(fields))
    _ask_about(found, slips)
    return found


def _ask_about(found: Headings, slips: dict[int, str]) -> None:
    twice = _("This stands there twice.")
    for reason, columns in (
        (_slipped(), {at: did_you_mean(name) for at, name in slips.items()}),
        (_two_of_one(), dict.fromkeys(taken_twice(found.fields), twice)),
    ):
        if columns:
            named = [(found.names[at], why) for at, why in columns.items()]
            raise UnclearListError(reason, columns=named, headings=found)
    if "first_name" not in found.fields:
        raise UnclearListError(_no_first_name(), headings=found)


def _leave_beside(names: Sequence[str], fields: list[str], said: Meanings) -> None:
    """Leave out what the others say better: "Name" is the last name only where no other
    column is."""
    for column in taken_twice(fields):
        alone = fields.count(fields[column]) < 2
        if said.get(spaced(names[column])) == BESIDE and not alone:
            fields[column] = ""


def _slips(
    names: Sequence[str], fields: Sequence[str], said: Meanings
) -> dict[int, str]:
    """By column, the heading that was probably meant. One that slipped past a column
    that must not be uploaded refuses the list."""
    unknown = [
        column
        for column, name in enumerate(names)
        if not fields[column] and spaced(name) not in said and not field_of(name)
    ]
    slips = {at: meant for at in unknown if (meant := slip_in(names[at]))}
    forbidden = [
        (names[at], did_you_mean(meant))
        for at, meant in slips.items()
        if meant in OFTEN_TYPED
    ]
    if forbidden:
        raise RefusedListError(_slipped(), columns=forbidden)
    return slips


@cache
def _all() -> tuple[str, ...]:
    return (*(name for column in COLUMNS for name in column.headings), *OFTEN_TYPED)


def _unknown(top: Sequence[Line], said: Meanings) -> RefusedListError:
    """No heading is known: what the columns hold is a guess, for somebody to correct."""
    line, has_names = line_of_headings(top[:SEARCHED_LINES])
    if line is None:
        return RefusedListError(_no_headings())
    _refuse_forbidden(line)
    names = [cell.strip() if has_names else "" for cell in line.cells]
    below = [one for one in top if one.number > line.number or not has_names]
    guessed = guessed_fields(below, wide=len(names))
    fields = [_meaning(name, said) or guessed[at] for at, name in enumerate(names)]
    number = line.number if has_names else line.number - 1
    found = Headings(number, tuple(names), tuple(fields))
    return UnclearListError(_no_headings(), columns=[], headings=found)


def _forbidden(line: Line) -> list[tuple[str, str]]:
    return [
        (cell.strip(), reason)
        for cell in line.cells
        if (reason := reason_against(cell))
    ]


def _refuse_forbidden(line: Line) -> None:
    if columns := _forbidden(line):
        raise RefusedListError(forbidden_list(), columns=columns)


def as_kept(headings: Headings) -> dict[str, Any]:
    """To be kept as JSON."""
    return {
        "line": headings.line,
        "names": list(headings.names),
        "fields": list(headings.fields),
    }


def from_kept(kept: Mapping[str, Any]) -> Headings:
    return Headings(kept["line"], tuple(kept["names"]), tuple(kept["fields"]))


def did_you_mean(name: str) -> str:
    return _("Did you mean “%(name)s”?") % {"name": name}


def _slipped() -> str:
    return _(
        "Some headings look as if a letter slipped. Please correct them, or delete those "
        "columns, and upload the list again."
    )


def _two_of_one() -> str:
    return _(
        "Two columns say the same, so it is not clear which one is right. Please keep one "
        "of them and upload the list again."
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
