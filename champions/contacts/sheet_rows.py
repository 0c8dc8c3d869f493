"""The rows of one sheet of a workbook, and the texts that its cells share.

Read straight by the XML parser, one row at a time. The usual library builds an object for
each cell and each link, and reads a sheet to its end before its first row where the sheet
does not say how large it is: too much for a hundred thousand people, and for a request.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from typing import IO, Protocol
from xml.parsers import expat

BLOCK = 64 * 1024
# As the format has them; a file with more was made by no spreadsheet.
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
LONGEST_TEXT = 32_767
# Elements between two rows, or two shared texts: ten for each column, and to spare.
MOST_BETWEEN = 10 * MOST_COLUMNS
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
LETTERS = re.compile(r"[A-Z]{1,3}")
NOT_SO = "No spreadsheet writes this."


class Words:
    """The texts that cells name by number, as one text and where each of them ends: as
    many small ones would take several times as much memory."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._ends = array("L", [0])

    def add(self, text: str) -> None:
        self._text += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._text))

    def __getitem__(self, number: int) -> str:
        if number < 0:
            raise IndexError(number)
        part = self._text[self._ends[number] : self._ends[number + 1]]
        return part.decode("utf-8", "surrogatepass")

    def __len__(self) -> int:
        return len(self._ends) - 1


def read_words(source: IO[bytes]) -> Words:
    """The shared texts in their order. Raises ValueError or ExpatError for what is none
    of a spreadsheet's."""
    reader = _WordReader()
    for _block in _parsed(source, reader):
        pass
    return reader.words


def read_rows(source: IO[bytes], words: Words) -> Iterator[tuple[int, list[str]]]:
    """Each row that is there, by its number: how its cells read. Raises as above, and
    LookupError for a shared text that there is not."""
    reader = _RowReader(words)
    for _block in _parsed(source, reader):
        yield from reader.rows
        reader.rows.clear()
        if reader.is_over:  # what follows the rows holds no people
            return


class _Reader(Protocol):
    def started(self, name: str, attributes: dict[str, str]) -> None: ...
    def ended(self, name: str) -> None: ...
    def said(self, text: str) -> None: ...


def _parsed(source: IO[bytes], reader: _Reader) -> Iterator[None]:
    """Hands the file to the reader, block by block. Names come without their namespace;
    whoever defines entities wants to do harm."""
    parser = expat.ParserCreate(namespace_separator="}")
    names: dict[str, str] = {}

    def started(name: str, attributes: dict[str, str]) -> None:
        if name not in names:
            names[name] = name.rpartition("}")[2]
        reader.started(names[name], attributes)

    parser.buffer_text = True
    parser.StartElementHandler = started
    parser.EndElementHandler = lambda name: reader.ended(names[name])
    parser.CharacterDataHandler = reader.said
    parser.StartDoctypeDeclHandler = _refuse
    while block := source.read(BLOCK):
        parser.Parse(block, False)  # noqa: FBT003  pyexpat's signature
        yield
    parser.Parse(b"", True)  # noqa: FBT003
    yield


def _refuse(*_definition: object) -> None:
    raise ValueError(NOT_SO)


class _Texts:
    """Gathers what stands in some elements, without the reading aids of Japanese."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self._here = ""
        self._aside = 0
        self._elements = 0

    def begin(self, name: str) -> None:
        self._elements += 1
        if self._elements > MOST_BETWEEN:
            raise ValueError(NOT_SO)
        self._aside += name == "rPh"
        self._here = "" if self._aside else name

    def end(self, name: str) -> None:
        self._aside -= name == "rPh"
        self._here = ""

    def said(self, text: str) -> None:
        if not self._here:
            return
        whole = self.texts.get(self._here, "") + text
        if len(whole) > LONGEST_TEXT:
            raise ValueError(NOT_SO)
        self.texts[self._here] = whole

    def start_again(self) -> None:
        self._elements = 0


class _WordReader:
    """Of each shared text, the parts one after the other."""

    def __init__(self) -> None:
        self.words = Words()
        self._texts = _Texts()
        self.said = self._texts.said

    def started(self, name: str, _attributes: dict[str, str]) -> None:
        self._texts.begin(name)

    def ended(self, name: str) -> None:
        self._texts.end(name)
        if name == "si":
            self.words.add(_unescaped(self._texts.texts.get("t", "")))
            self._texts.texts.clear()
            self._texts.start_again()


class _RowReader:
    """One row after the other, with the cells that are left out between."""

    def __init__(self, words: Words) -> None:
        self.rows: list[tuple[int, list[str]]] = []
        self.is_over = False
        self._words = words
        self._texts = _Texts()
        self.said = self._texts.said
        self._number = 0
        self._cells: list[str] = []
        self._kind = "n"
        self._columns: dict[str, int] = {}

    def started(self, name: str, attributes: dict[str, str]) -> None:
        self._texts.begin(name)
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._begin_row(attributes)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self._number + 1))
        if not self._number < number <= MOST_ROWS:
            raise ValueError(NOT_SO)
        self._number, self._cells = number, []

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._kind = attributes.get("t", "n")
        self._texts.texts.clear()
        place = LETTERS.match(attributes.get("r", ""))
        if place:
            missing = self._column(place[0]) - len(self._cells)
            self._cells += [""] * missing

    def _column(self, letters: str) -> int:
        """How many columns stand before the one that is called so."""
        if letters not in self._columns:
            number = 0
            for letter in letters:
                number = number * 26 + ord(letter) - 64
            if number > MOST_COLUMNS:
                raise ValueError(NOT_SO)
            self._columns[letters] = number - 1
        return self._columns[letters]

    def ended(self, name: str) -> None:
        self._texts.end(name)
        if name == "c":
            if len(self._cells) == MOST_COLUMNS:
                raise ValueError(NOT_SO)
            self._cells.append(self._reads())
        elif name == "row":
            self.rows.append((self._number, self._cells))
            self._texts.start_again()
        elif name == "sheetData":
            self.is_over = True

    def _reads(self) -> str:
        """The cell as the spreadsheet shows it; where a formula has no value, what was
        typed: "=Ben" is a name too."""
        texts = self._texts.texts
        value = _value(self._kind, texts, self._words)
        return value or (f"={texts['f']}" if texts.get("f") else "")


def _value(kind: str, texts: dict[str, str], words: Words) -> str:
    if kind == "inlineStr":
        return _unescaped(texts.get("t", ""))
    value = texts.get("v", "")
    if not value or kind == "e":
        return ""
    if kind == "s":
        return words[int(value)]
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    return _number(value) if kind == "n" else _unescaped(value)


def _number(text: str) -> str:
    """A telephone number that became one keeps its digits."""
    if text.isdecimal():
        return text
    value = float(text)
    return str(int(value)) if value.is_integer() else text


def _unescaped(text: str) -> str:
    """Signs that XML does not hold are written by their number."""
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
