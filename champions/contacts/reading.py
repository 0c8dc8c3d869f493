"""From a file's bytes to numbered lines, whatever spreadsheet or system wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from champions.contacts import delimited, workbooks
from champions.contacts.refusals import RefusedListError, not_a_list, too_large

LARGEST_FILE = 20 * 1024 * 1024
MOST_COLUMNS = 100
MOST_LINES = 200_000
LONGEST_CELL = 1_000

# How files begin that are often uploaded by mistake, and what to do instead.
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
NOT_LISTS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"\x1f\x8b",
    b"MZ\x00",
    b"MZ\x90",
    b"\x7fELF",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row, numbered from 1 as a spreadsheet shows it (blank rows count)."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file. `lines()` begins anew each time it is called."""

    name: str
    lines: Callable[[], Iterator[Line]]
    hidden: bool = False


def open_sheets(source: IO[bytes]) -> list[Sheet]:
    """The tables in a file; a text file has one, without a name.

    Raises RefusedListError before anything is parsed when the file is too large or
    is not a list at all.
    """
    _refuse_large(source)
    start = _start_of(source)
    if start.startswith(ZIP):
        book = workbooks.Workbook(source)
        return [
            Sheet(table.name, _sheet_reader(book, table), table.hidden)
            for table in book.tables
        ]
    _refuse_other_kinds(start)
    shape = delimited.find_shape(source)
    return [Sheet("", lambda: _lines(delimited.rows(source, shape)))]


def _sheet_reader(
    book: workbooks.Workbook, table: workbooks.Table
) -> Callable[[], Iterator[Line]]:
    return lambda: _lines(book.rows(table))


def _lines(rows: Iterable[tuple[int, list[str]]]) -> Iterator[Line]:
    """The rows that say something, each within the limits."""
    filled = 0
    for number, cells in rows:
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        filled += 1
        _refuse_beyond_limits(number, filled, cells)
        yield Line(number, cells)


def _refuse_beyond_limits(number: int, filled: int, cells: list[str]) -> None:
    if filled > MOST_LINES:
        raise RefusedListError(
            _(
                "This list has more than %(most)s lines. "
                "Please split it in two and upload one after the other."
            )
            % {"most": number_format(MOST_LINES, force_grouping=True)}
        )
    if len(cells) > MOST_COLUMNS:
        raise RefusedListError(
            _(
                "Line %(line)s has more than %(most)s columns. "
                "Please keep only names and ways to reach people."
            )
            % {"line": number, "most": MOST_COLUMNS}
        )
    if max(map(len, cells)) > LONGEST_CELL:
        raise RefusedListError(
            _(
                "Line %(line)s has a cell with more than %(most)s letters. Perhaps a "
                "quotation mark is missing there. Please mend that line and upload the "
                "list again."
            )
            % {"line": number, "most": number_format(LONGEST_CELL, force_grouping=True)}
        )


def _refuse_large(source: IO[bytes]) -> None:
    if source.seek(0, 2) > LARGEST_FILE:
        raise RefusedListError(too_large(LARGEST_FILE))


def _start_of(source: IO[bytes]) -> bytes:
    source.seek(0)
    start = source.read(4096)
    if not start.strip():
        raise RefusedListError(
            _("This file is empty. Please choose the list that you exported.")
        )
    return start


def _refuse_other_kinds(start: bytes) -> None:
    if start.startswith(OLD_EXCEL):
        raise RefusedListError(
            _(
                "This is an old Excel file, or one with a password. Please open it, "
                "choose “Save as”, and save it as “Excel workbook (.xlsx)” without "
                "a password."
            )
        )
    text = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(NOT_LISTS) or text.startswith((b"<", b"{", b"[")):
        raise RefusedListError(not_a_list())
