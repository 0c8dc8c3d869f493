"""Lists in Excel workbooks, looked at from outside before they are opened."""

from __future__ import annotations

import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import zip_longest
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from champions.contacts.refusals import RefusedListError

# A list of 200,000 people unpacks to about 115 MB of sheet; 489 KiB that unpack to
# 199 MiB keep a processor busy for 18 s, so the size is read off the directory first.
MOST_UNPACKED = 120 * 1024 * 1024
MOST_BESIDE_SHEETS = 40 * 1024 * 1024
MOST_PACKING = 100  # times smaller than unpacked; lists reach about 10
MOST_PARTS = 500
MOST_ROWS = 1_048_576  # as many as the format has
FORMULA = re.compile(rb"<(\w+:)?f[\s>]")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    InvalidFileException,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
)


def sheets(source: IO[bytes]) -> list[tuple[str, bool]]:
    """Name and hiddenness of each sheet.

    Raises RefusedListError for archives that are no workbook, locked, or packed so
    that they would unpack to far more than a list (no part is unpacked for that).
    """
    with _broken_is_refused():
        _look_at_archive(source)
        book = _open(source)
        try:
            return [
                (sheet.title, sheet.sheet_state != "visible")
                for sheet in book.worksheets
            ]
        finally:
            book.close()


def rows(source: IO[bytes], name: str) -> Iterator[list[str]]:
    """The rows of a sheet as words, blank ones too, so that numbers stay true."""
    with _broken_is_refused():
        for number, cells in enumerate(_cells(source, name), start=1):
            if number > MOST_ROWS:
                raise RefusedListError(_not_a_workbook())
            yield [_words(cell) for cell in cells]


def _cells(source: IO[bytes], name: str) -> Iterator[Iterable[Any]]:
    """The values; where a formula has none, what was typed: "=Ben" is a name too."""
    values = _open(source)
    try:
        if not _has_formulas(source):
            yield from _rows_of(values[name])
            return
        typed = _open(source, formulas=True)
        try:
            for row, as_typed in zip(
                _rows_of(values[name]), _rows_of(typed[name]), strict=False
            ):
                yield [
                    text if value is None else value
                    for value, text in zip_longest(row, as_typed)
                ]
        finally:
            typed.close()
    finally:
        values.close()


def _rows_of(sheet: Any) -> Iterator[tuple[Any, ...]]:
    # The size written in the file may be wrong and would cut or pad rows.
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    return rows


def _has_formulas(source: IO[bytes]) -> bool:
    with zipfile.ZipFile(source) as archive:
        return any(
            _holds(archive, part)
            for part in archive.namelist()
            if part.startswith("xl/worksheets/")
        )


def _holds(archive: zipfile.ZipFile, part: str) -> bool:
    with archive.open(part) as stream:
        before = b""
        while block := stream.read(1024 * 1024):
            if FORMULA.search(before + block):
                return True
            before = block[-8:]
    return False


def _words(value: Any) -> str:
    """A cell as it reads in the spreadsheet."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)


def _open(source: IO[bytes], *, formulas: bool = False) -> Any:
    source.seek(0)
    with warnings.catch_warnings():
        # openpyxl warns of features that it leaves out; none of them holds a name.
        warnings.simplefilter("ignore", UserWarning)
        return load_workbook(
            source, read_only=True, data_only=not formulas, keep_links=False
        )


@contextmanager
def _broken_is_refused() -> Iterator[None]:
    try:
        yield
    except BROKEN as problem:
        raise RefusedListError(_not_a_workbook()) from problem


def _look_at_archive(source: IO[bytes]) -> None:
    _look_at_directory(source)
    with zipfile.ZipFile(source) as archive:
        parts = archive.infolist()
        if "xl/workbook.xml" not in archive.namelist():
            raise RefusedListError(_not_a_workbook())
        _refuse_bombs(parts)
        for part in parts:
            _refuse_definitions(archive, part)


def _look_at_directory(source: IO[bytes]) -> None:
    """The directory itself may be the bomb: its length is read from the last bytes."""
    size = source.seek(0, 2)
    source.seek(max(0, size - 65_557))
    end = source.read()
    found = end.rfind(b"PK\x05\x06")
    if found < 0 or len(end) - found < 22:
        raise RefusedListError(_not_a_workbook())
    count, length = struct.unpack_from("<HI", end, found + 10)
    if count > MOST_PARTS or length > MOST_PARTS * 400:
        raise RefusedListError(_not_a_workbook())


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    beside = sum(
        part.file_size
        for part in parts
        if not part.filename.startswith("xl/worksheets/")
    )
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if (
        unpacked > MOST_UNPACKED
        or beside > MOST_BESIDE_SHEETS
        or (unpacked > 10 * 1024 * 1024 and unpacked / packed > MOST_PACKING)
    ):
        raise RefusedListError(
            _(
                "This workbook unpacks to far more than a list of people. Please copy "
                "the list alone into a new workbook, or save it as CSV."
            )
        )


def _refuse_definitions(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Spreadsheets never define entities; files made to harm do."""
    if part.flag_bits & 1 or part.compress_type not in (0, zipfile.ZIP_DEFLATED):
        raise RefusedListError(_not_a_workbook())
    if part.filename.endswith((".xml", ".rels")):
        with archive.open(part) as stream:
            start = stream.read(4096).replace(b"\0", b"")
        if re.search(rb"<!(DOCTYPE|ENTITY)", start, re.IGNORECASE):
            raise RefusedListError(_not_a_workbook())


def _not_a_workbook() -> str:
    return _(
        "This file cannot be read as an Excel workbook. Please open it, save it again "
        "as “Excel workbook (.xlsx)” without a password, or as CSV, and upload that."
    )
