"""Lists in text files: which alphabet, which separator, and the rows themselves."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from champions.contacts.refusals import RefusedListError, not_a_list
from champions.spreadsheets import unguarded

SAMPLE = 64 * 1024
LONGEST_LINE = 100_000
SEPARATORS = ",;\t|"
MARKS = (  # the longer mark first: UTF-32 begins like UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Accented letters as UTF-8 writes them; in Windows-1252 they would read "Ã©".
UTF8_LETTER = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x80[\x90-\xbf]")
ENDING = re.compile(r"\r\n?|\n")
# Text has none of these, or one by a slip; programs and pictures are full of them.
CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x19\x1c-\x1f]")
CONTROL_BYTES = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x19\x1c-\x1f]")
MOST_CONTROLS = 3


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text file is written."""

    encoding: str
    separator: str
    declared: bool  # the first row is Excel's "sep=;"


def find_shape(source: IO[bytes]) -> Shape:
    """Reads the alphabet off the whole file and the separator off its beginning.

    Raises RefusedListError for text in two alphabets at once: one half of the names
    would be saved wrong.
    """
    encoding = _find_encoding(source)
    sample = _sample(source, encoding)
    if len(CONTROLS.findall(sample)) > MOST_CONTROLS or not sample.strip():
        raise RefusedListError(not_a_list())
    declared = re.match(r"sep=(.)[\r\n]", sample, re.IGNORECASE)
    if declared:
        return Shape(encoding, declared[1], declared=True)
    return Shape(encoding, _find_separator(sample), declared=False)


def rows(source: IO[bytes], shape: Shape) -> Iterator[tuple[int, list[str]]]:
    """The rows in their order, by the numbers that a spreadsheet shows."""
    number = 0
    lines = _physical_lines(source, shape.encoding)
    try:
        reader = csv.reader(lines, delimiter=shape.separator, strict=True)
        for number, cells in enumerate(reader, start=1):
            # What we guarded against spreadsheets is read as it was.
            if not shape.declared or number > 1:
                yield number, [*map(unguarded, cells)]
    except csv.Error as problem:
        raise RefusedListError(_quotes(number + 1)) from problem
    except UnicodeError as problem:
        raise RefusedListError(_alphabet(number + 1)) from problem


def _physical_lines(source: IO[bytes], encoding: str) -> Iterator[str]:
    """Lines with any of the three endings; the caller's file is never wrapped."""
    decoder = io.IncrementalNewlineDecoder(
        codecs.getincrementaldecoder(encoding)(), translate=False
    )
    rest = ""
    source.seek(0)
    while block := source.read(SAMPLE):
        text = rest + decoder.decode(block).replace("\0", "")
        start = 0
        for ending in ENDING.finditer(text):
            yield text[start : ending.end()]
            start = ending.end()
        rest = text[start:]
        _refuse_endless(rest)
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest


def _refuse_endless(line: str) -> None:
    if len(line) > LONGEST_LINE:
        raise RefusedListError(
            _(
                "This file has a line that is far too long for a person. "
                "Please export the list again, one line for each person."
            )
        )


def _find_encoding(source: IO[bytes]) -> str:
    source.seek(0)
    start = source.read(SAMPLE)
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    if wide := _wide_encoding(start):
        return wide
    if len(CONTROL_BYTES.findall(start)) > MOST_CONTROLS:
        raise RefusedListError(not_a_list())
    if _is_utf8(source):
        return "utf-8"
    _refuse_two_alphabets(source)
    return "cp1252"


def _wide_encoding(start: bytes) -> str:
    """UTF-16 without its mark: every other byte of western text is zero."""
    half = max(1, len(start) // 2)
    if start[1::2].count(0) > half * 0.4:
        return "utf-16-le"
    if start[0::2].count(0) > half * 0.4:
        return "utf-16-be"
    return ""


def _is_utf8(source: IO[bytes]) -> bool:
    source.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := source.read(SAMPLE):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_two_alphabets(source: IO[bytes]) -> None:
    source.seek(0)
    for number, line in enumerate(iter(lambda: source.readline(SAMPLE), b""), start=1):
        if UTF8_LETTER.search(line):
            raise RefusedListError(_alphabet(number))


def _sample(source: IO[bytes], encoding: str) -> str:
    source.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    return decoder.decode(source.read(SAMPLE)).replace("\0", "")


def _find_separator(sample: str) -> str:
    """The one that cuts the most of the first rows into the same number of cells."""
    return max(SEPARATORS, key=lambda separator: _agreement(sample, separator))


def _agreement(sample: str, separator: str) -> tuple[float, int]:
    """The share of rows cut into one number of cells, and that number."""
    widths: Counter[int] = Counter()
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            widths[len(cells)] += 1
            if widths.total() >= 50:
                break
    except csv.Error:
        return (0, 0)
    total = sum(count for width, count in widths.items() if width)
    cut = [(count / total, width) for width, count in widths.items() if width > 1]
    return max(cut, default=(0, 0))


def _quotes(number: int) -> str:
    return _(
        "The quotation marks near line %(line)s do not fit together. Please open the "
        "list in a spreadsheet, look at that line, and save it again as CSV."
    ) % {"line": number}


def _alphabet(number: int) -> str:
    return _(
        "Letters with accents are not written the same way in the whole file (look at "
        "line %(line)s), so some names would be saved wrong. Please open the list in a "
        "spreadsheet and save it again as “CSV UTF-8”."
    ) % {"line": number}
