"""Lists in Excel workbooks, looked at from outside before they are opened."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

from django.utils.translation import gettext as _

from champions.contacts.refusals import RefusedListError
from champions.contacts.sheet_rows import Words, read_rows, read_words

# A list of 200,000 people unpacks to about 115 MB of sheet; 489 KiB that unpack to
# 199 MiB keep a processor busy for 18 s, so the size is read off the directory first.
MOST_UNPACKED = 120 * 1024 * 1024
MOST_WORDS = 40 * 1024 * 1024
MOST_BESIDE = 10 * 1024 * 1024
MOST_OF_A_LISTING = 1024 * 1024
MOST_PACKING = 100  # times smaller than unpacked; lists reach about 10
MOST_PARTS = 500
MOST_SHEETS = 50
WORDS = "xl/sharedStrings.xml"
SHEETS = "xl/worksheets/"
BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
# Programs, and what fetches from elsewhere: a list of people has neither.
PROGRAMS = re.compile(
    r"vbaProject|xl/(macrosheets|activeX|ctrlProps|embeddings|externalLinks)/|"
    r"customUI|\.(bin|exe|dll|js|vbs)$",
    re.IGNORECASE,
)
HARMLESS = re.compile(
    r"xl/(printerSettings/printerSettings|customProperty)\d*\.bin", re.IGNORECASE
)
DEFINITION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    ExpatError,
    ArithmeticError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name on the tab, whether that is hidden, and where it is packed."""

    name: str
    hidden: bool
    part: str


class Workbook:
    """A file that was looked at, and may be opened. Its words are read once."""

    def __init__(self, source: IO[bytes]) -> None:
        """Raises RefusedListError for archives that are no workbook, locked, hold
        programs, or are packed so that they would unpack to far more than a list (no
        part is unpacked for that)."""
        self._source = source
        self._words: Words | None = None
        with _broken_is_refused():
            _look_at_directory(source)
            with zipfile.ZipFile(source) as archive:
                _look_at_parts(archive.infolist())
                self.tables = _tables(archive)

    def rows(self, table: Table) -> Iterator[tuple[int, list[str]]]:
        """The rows of a sheet as words, by their numbers; blank ones may be missing."""
        with _broken_is_refused(), zipfile.ZipFile(self._source) as archive:
            if self._words is None:
                self._words = _shared(archive)
            with archive.open(table.part) as part:
                yield from read_rows(part, self._words)


def _shared(archive: zipfile.ZipFile) -> Words:
    if WORDS not in archive.namelist():
        return Words()
    with archive.open(WORDS) as part:
        return read_words(part)


def _tables(archive: zipfile.ZipFile) -> list[Table]:
    """The sheets that the book lists, in the order of their tabs."""
    listed = _listing(archive, LINKS).iter()
    targets = {one.get("Id"): one.get("Target", "") for one in listed}
    parts = set(archive.namelist())
    found = []
    for element in _listing(archive, BOOK).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            part = _part_of(targets.get(_link_of(element), ""))
            if part in parts and part.startswith(SHEETS):
                hidden = element.get("state", "visible") != "visible"
                found.append(Table(element.get("name", ""), hidden, part))
    if not 0 < len(found) <= MOST_SHEETS:
        raise RefusedListError(_not_a_workbook())
    return found


def _link_of(sheet: ElementTree.Element) -> str:
    named = (value for name, value in sheet.items() if name.endswith("}id"))
    return next(named, "")


def _part_of(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _listing(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    """One of the small parts that say what there is. Spreadsheets never define
    entities; files made to harm do."""
    if archive.getinfo(part).file_size > MOST_OF_A_LISTING:
        raise RefusedListError(_not_a_workbook())
    text = archive.read(part)
    if DEFINITION.search(text.replace(b"\0", b"")):
        raise RefusedListError(_not_a_workbook())
    return ElementTree.fromstring(text)  # noqa: S314  it defines nothing


@contextmanager
def _broken_is_refused() -> Iterator[None]:
    try:
        yield
    except BROKEN as problem:
        raise RefusedListError(_not_a_workbook()) from problem


def _look_at_directory(source: IO[bytes]) -> None:
    """The directory itself may be the bomb: its length is read from the last bytes. One
    that stands elsewhere, as in archives of more than 4 GB, is not looked for."""
    size = source.seek(0, 2)
    source.seek(max(0, size - 65_557))
    end = source.read()
    found = end.rfind(b"PK\x05\x06")
    if found < 0 or len(end) - found < 22 or end[:found].rfind(b"PK\x06\x07") >= 0:
        raise RefusedListError(_not_a_workbook())
    count, length = struct.unpack_from("<HI", end, found + 10)
    if count > MOST_PARTS or length > MOST_PARTS * 400:
        raise RefusedListError(_not_a_workbook())


def _look_at_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if BOOK not in names or len(set(names)) < len(names):
        raise RefusedListError(_not_a_workbook())
    if any(PROGRAMS.search(name) and not HARMLESS.fullmatch(name) for name in names):
        raise RefusedListError(_has_programs())
    if any(_is_locked_or_odd(part) for part in parts):
        raise RefusedListError(_not_a_workbook())
    _refuse_bombs(parts)


def _is_locked_or_odd(part: zipfile.ZipInfo) -> bool:
    packings = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    return bool(part.flag_bits & 1) or part.compress_type not in packings


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    words = sum(part.file_size for part in parts if part.filename == WORDS)
    sheets = sum(part.file_size for part in parts if part.filename.startswith(SHEETS))
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if (
        unpacked > MOST_UNPACKED
        or words > MOST_WORDS
        or unpacked - sheets - words > MOST_BESIDE
        or (unpacked > 10 * 1024 * 1024 and unpacked / packed > MOST_PACKING)
    ):
        raise RefusedListError(
            _(
                "This workbook unpacks to far more than a list of people. Please copy "
                "the list alone into a new workbook, or save it as CSV."
            )
        )


def _has_programs() -> str:
    return _(
        "This workbook has programs (macros) in it, or is linked to other files. Please copy "
        "the list alone into a new workbook, save it as “Excel workbook (.xlsx)”, and "
        "upload that."
    )


def _not_a_workbook() -> str:
    return _(
        "This file cannot be read as an Excel workbook. Please open it, save it again "
        "as “Excel workbook (.xlsx)” without a password, or as CSV, and upload that."
    )
