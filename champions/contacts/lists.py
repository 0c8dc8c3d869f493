"""A whole file: the right table, its headings, and the contacts line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from typing import IO

from django.utils.translation import gettext as _

from champions.contacts.cleaning import clean, tidy
from champions.contacts.contact import Contact, Refusal, RefusedLineError
from champions.contacts.headings import (
    SEARCHED_LINES,
    Headings,
    Meanings,
    find_headings,
    knows_headings,
    looks_forbidden,
)
from champions.contacts.reading import Line, Sheet, open_sheets
from champions.contacts.refusals import (
    RefusedListError,
    UnclearListError,
    forbidden_list,
)
from champions.names import spaced

# By what somebody finds a refused line in their file.
FINDING = ("last_name", "email", "phone", "address", "city")


@dataclass(frozen=True, slots=True)
class ContactFile:
    """A list that may be taken. Only recognised columns are ever read from it."""

    sheet: Sheet
    headings: Headings
    # The names of all its tables with people, of which this is one.
    sheets: tuple[str, ...] = ()
    # How many cells of each column say something, counted while lines are read.
    filled: list[int] = field(default_factory=list)

    def lines(self, *, after: int = 0) -> Iterator[Line]:
        """The lines below the headings, from the one after `after` on."""
        start = max(after, self.headings.line)
        for line in self.sheet.lines():
            if line.number > start:
                self._count(line)
                yield line

    def _count(self, line: Line) -> None:
        said = map(bool, line.cells)
        self.filled[:] = map(sum, zip_longest(self.filled, said, fillvalue=0))

    def _refuse_headings(self, line: Line) -> None:
        """They stand again on each page of some lists, or where two were put together."""
        first = self.headings.names[0]
        if first and tidy(line.cells[0]) == tidy(first):
            names = [tidy(name) for name in self.headings.names]
            if [*map(tidy, line.cells)] == names:
                raise RefusedLineError(Refusal.HEADINGS)

    def contacts(
        self, *, region: str, after: int = 0
    ) -> Iterator[tuple[int, Contact | RefusedLineError]]:
        """Line number and contact, or why that line cannot be used."""
        for line in self.lines(after=after):
            try:
                self._refuse_headings(line)
                yield line.number, clean(line, self.headings, region=region)
            except RefusedLineError as refused:
                refused.words = {
                    name: tidy(self.headings.cell(line, name))[:80] for name in FINDING
                }
                yield line.number, refused


def open_list(
    source: IO[bytes], *, sheet: str = "", meanings: Meanings | None = None
) -> ContactFile:
    """The table of people in a file; `sheet` names it where a workbook has several,
    `meanings` are what the centre said before about headings.

    Raises RefusedListError as reading and headings do, also for any other sheet (hidden
    ones too) with columns that must not be uploaded; and UnclearListError when somebody
    has to say which sheet, or which column, is meant.
    """
    tables = [_Table(found) for found in open_sheets(source)]
    columns = [named for table in tables for named in looks_forbidden(table.top)]
    if columns:
        raise RefusedListError(forbidden_list(), columns=columns)
    shown = [table for table in tables if not table.sheet.hidden] or tables
    sheets = tuple(table.sheet.name for table in shown)
    chosen = None
    try:
        chosen = _chosen(shown, sheet, meanings)
        headings = find_headings(chosen.top, meanings)
    except UnclearListError as unclear:
        if chosen and unclear.headings:
            unclear.file = ContactFile(chosen.sheet, unclear.headings, sheets)
        unclear.sheets = sheets
        raise
    return ContactFile(chosen.sheet, headings, sheets)


def open_again(source: IO[bytes], *, sheet: str, headings: Headings) -> ContactFile:
    """A list of which everything has been said."""
    tables = open_sheets(source)
    chosen = next((one for one in tables if one.name == sheet), tables[0])
    return ContactFile(chosen, headings)


class _Table:
    """A sheet and its first lines, read once: opening a workbook is slow."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.top = list(islice(sheet.lines(), SEARCHED_LINES))

    def clearness(self, meanings: Meanings | None) -> int:
        """2 for a table of people, 1 for one with a question about its headings."""
        try:
            find_headings(self.top, meanings)
        except RefusedListError:
            return int(knows_headings(self.top, meanings))
        return 2


def check_lines(contacts: ContactFile) -> None:
    """Reads a text file to its end, so that one that cannot be read is refused at once.

    A workbook takes too long for that while somebody waits; its size was checked.
    """
    if not contacts.sheet.name:
        for _line in contacts.lines():
            pass


def _chosen(tables: list[_Table], name: str, meanings: Meanings | None) -> _Table:
    """The sheet of that name; else the one in which the most is known."""
    if name:
        named = [one for one in tables if spaced(one.sheet.name) == spaced(name)]
        if not named:
            raise RefusedListError(_no_such_sheet(tables))
        return named[0]
    clear = [table.clearness(meanings) for table in tables]
    best = [one for one, how in zip(tables, clear, strict=True) if how == max(clear)]
    if len(best) > 1:
        raise UnclearListError(_which_sheet(best))
    return best[0]


def _which_sheet(tables: list[_Table]) -> str:
    return _(
        "This workbook has several sheets with people: %(sheets)s. Please say which "
        "one you mean."
    ) % {"sheets": _names(tables)}


def _no_such_sheet(tables: list[_Table]) -> str:
    return _("There is no sheet of that name. This workbook has %(sheets)s.") % {
        "sheets": _names(tables)
    }


def _names(tables: list[_Table]) -> str:
    return ", ".join(f"“{table.sheet.name}”" for table in tables)
