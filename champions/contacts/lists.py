"""A whole file: the right table, its headings, and the contacts line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO

from django.utils.translation import gettext as _

from champions.contacts.cleaning import clean, tidy
from champions.contacts.contact import Contact, RefusedLineError
from champions.contacts.headings import (
    SEARCHED_LINES,
    Headings,
    find_headings,
    forbidden_list,
    looks_forbidden,
)
from champions.contacts.reading import Line, Sheet, open_sheets
from champions.contacts.refusals import RefusedListError
from champions.names import spaced

# By what somebody finds a refused line in their file.
FINDING = ("last_name", "email", "phone", "address", "city")


@dataclass(frozen=True, slots=True)
class ContactFile:
    """A list that may be taken. Only recognised columns are ever read from it."""

    sheet: Sheet
    headings: Headings

    def lines(self, *, after: int = 0) -> Iterator[Line]:
        """The lines below the headings, from the one after `after` on."""
        start = max(after, self.headings.line)
        return (line for line in self.sheet.lines() if line.number > start)

    def contacts(
        self, *, region: str, after: int = 0
    ) -> Iterator[tuple[int, Contact | RefusedLineError]]:
        """Line number and contact, or why that line cannot be used."""
        for line in self.lines(after=after):
            try:
                yield line.number, clean(line, self.headings, region=region)
            except RefusedLineError as refused:
                refused.words = {
                    field: tidy(self.headings.cell(line, field))[:80]
                    for field in FINDING
                }
                yield line.number, refused


def open_list(source: IO[bytes], *, sheet: str = "") -> ContactFile:
    """The table of people in a file; `sheet` names it where a workbook has several.

    Raises RefusedListError as reading and headings do, for any sheet (hidden ones
    too) with columns that must not be uploaded, and when it is not clear which sheet
    is meant.
    """
    tables = [_Table(found) for found in open_sheets(source)]
    columns = [named for table in tables for named in looks_forbidden(table.top)]
    if columns:
        raise RefusedListError(forbidden_list(), columns=columns)
    chosen = _chosen(tables, sheet)
    return ContactFile(chosen.sheet, find_headings(chosen.top))


class _Table:
    """A sheet and its first lines, read once: opening a workbook is slow."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.top = list(islice(sheet.lines(), SEARCHED_LINES))

    def has_headings(self) -> bool:
        try:
            find_headings(self.top)
        except RefusedListError:
            return False
        return True


def check_lines(contacts: ContactFile) -> None:
    """Reads a text file to its end, so that one that cannot be read is refused at once.

    A workbook takes too long for that while somebody waits; its size was checked.
    """
    if not contacts.sheet.name:
        for _line in contacts.sheet.lines():
            pass


def _chosen(tables: list[_Table], name: str) -> _Table:
    if name:
        named = [one for one in tables if spaced(one.sheet.name) == spaced(name)]
        if not named:
            raise RefusedListError(_no_such_sheet(tables))
        return named[0]
    shown = [table for table in tables if not table.sheet.hidden] or tables
    usable = [table for table in shown if table.has_headings()]
    if len(usable) > 1:
        raise RefusedListError(_which_sheet(usable))
    return (usable or shown)[0]


def _names(tables: list[_Table]) -> str:
    return ", ".join(f"“{table.sheet.name}”" for table in tables)


def _which_sheet(tables: list[_Table]) -> str:
    return _(
        "This workbook has several sheets with people: %(sheets)s. Please write which "
        "one you mean."
    ) % {"sheets": _names(tables)}


def _no_such_sheet(tables: list[_Table]) -> str:
    return _("There is no sheet of that name. This workbook has %(sheets)s.") % {
        "sheets": _names(tables)
    }
