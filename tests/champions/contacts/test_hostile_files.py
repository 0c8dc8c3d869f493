"""Files that are made to harm, or are no lists at all, are refused before they are worked
through: with a reason, and without taking memory."""

import io
import struct
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from champions.contacts.lists import check_lines, open_list
from champions.contacts.reading import LARGEST_FILE
from champions.contacts.refusals import RefusedListError, UnclearListError
from tests.champions.contacts.files import people_in, text_file, workbook

PEOPLE = [["First name", "City"], ["Ada", "Cedar Lake"]]
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
MOST_MEMORY = 50 * 1024 * 1024
NO_LIST = "This file is not a list that can be read."
NO_WORKBOOK = "This file cannot be read as an Excel workbook."
PROGRAMS = "This workbook has programs (macros) in it, or is linked"
UNPACKS = "This workbook unpacks to far more than a list of people."
TOO_LARGE = "This file is larger than 20 MB."


class Watched(io.BytesIO):
    """Knows how much of it was read."""

    taken = 0

    def read(self, *most):
        block = super().read(*most)
        self.taken += len(block)
        return block


def refusal(content):
    """The reason, how much was read for it, and the most memory that was taken."""
    source = Watched(content)
    tracemalloc.start()
    try:
        with pytest.raises(RefusedListError) as refused:
            check_lines(open_list(source))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert not isinstance(refused.value, UnclearListError)
    return refused.value.reason, source.taken, peak


def packed(*extra, **parts):
    """A workbook as openpyxl writes it, with parts of another content; `extra` are
    further parts by name and content."""
    names = {"sheet": SHEET, "book": BOOK}
    parts = {names[name]: content for name, content in parts.items()}
    source = io.BytesIO()
    with (
        zipfile.ZipFile(workbook(*PEOPLE)) as old,
        zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            content = parts.get(part, lambda text: text)
            new.writestr(part, content(old.read(part)))
        for name, content in extra:
            new.writestr(name, content)
    return source.getvalue()


def sheet_of(text):
    """A workbook whose one sheet has this between its beginning and its end."""
    return packed(
        sheet=lambda old: (
            old[: old.index(b"<sheetData>") + 11] + text + b"</sheetData></worksheet>"
        )
    )


def as_64(content):
    """The same archive, with a directory that stands elsewhere and is said to be huge."""
    end = content.rindex(b"PK\x05\x06")
    count, length, place = 400_000, 46 * 400_000, 0
    elsewhere = struct.pack(
        "<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, length, place
    )
    finder = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    return content[:end] + elsewhere + finder + content[end:]


def nested():
    """An archive in an archive in an archive, each unpacking tenfold."""
    inner = b"0" * 30_000_000
    for _level in range(3):
        source = io.BytesIO()
        with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("more", inner)
        inner = source.getvalue()
    return packed(("xl/media/image1.png", inner * 10))


def overlapping():
    """One part that is listed under four hundred names."""
    content = packed(("xl/media/a.png", b"0" * 1_000_000))
    start = content.index(b"PK\x01\x02")
    end = content.rindex(b"PK\x05\x06")
    entry = content[content.rindex(b"PK\x01\x02") : end]
    entries = [
        entry.replace(b"xl/media/a.png", b"xl/media/%05d" % n) for n in range(400)
    ]
    directory = content[start:end] + b"".join(entries)
    count = 400 + content[start:end].count(b"PK\x01\x02")
    closing = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0
    )
    return content[:start] + directory + closing


def said_small(content):
    """The directory says that the sheet is small; it unpacks to a hundred times that."""
    changed = bytearray(content)
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    changed[at + 24 : at + 28] = struct.pack("<I", 5_000)
    return bytes(changed)


ENTITIES = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
LONG_COMMENT = b"<!--" + b"x" * 100_000 + b"-->"
ROW = b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>'
HOSTILE = {
    "a bomb": (lambda: sheet_of(b"0" * 130_000_000), UNPACKS),
    "a bomb of shared words": (
        lambda: packed(("xl/sharedStrings.xml", b"<si/>" * 9_000_000)),
        UNPACKS,
    ),
    "a bomb of styles": (
        lambda: packed(("xl/styles2.xml", b" " * 11_000_000)),
        UNPACKS,
    ),
    "parts that overlap": (overlapping, UNPACKS),
    "a huge directory": (
        lambda: packed(*((f"xl/media/{n}", "") for n in range(600))),
        NO_WORKBOOK,
    ),
    "a huge directory elsewhere": (lambda: as_64(packed()), NO_WORKBOOK),
    "a part that is larger than it says": (
        lambda: said_small(sheet_of(ROW % b"Ada" + b" " * 5_000_000)),
        NO_WORKBOOK,
    ),
    "entities in the book": (
        lambda: packed(book=lambda text: ENTITIES + text),
        NO_WORKBOOK,
    ),
    "entities in a sheet": (
        lambda: packed(sheet=lambda text: LONG_COMMENT + ENTITIES + text),
        NO_WORKBOOK,
    ),
    "entities in another alphabet": (
        lambda: packed(book=lambda text: (ENTITIES + text).decode().encode("utf-16")),
        NO_WORKBOOK,
    ),
    "entities in shared words": (
        lambda: packed(("xl/sharedStrings.xml", ENTITIES + b"<sst/>")),
        NO_WORKBOOK,
    ),
    "a cell without end": (lambda: sheet_of(ROW % (b"x" * 9_000_000)), NO_WORKBOOK),
    "a row without end": (
        lambda: sheet_of(b"<row>" + b"<c/>" * 1_900_000),
        NO_WORKBOOK,
    ),
    "beginnings without end": (
        lambda: packed(
            sheet=lambda text: text.replace(
                b"<sheetData>", b"<col/>" * 1_500_000 + b"<sheetData>"
            )
        ),
        NO_WORKBOOK,
    ),
    "rows from far away": (
        lambda: sheet_of(ROW.replace(b"1", b"2000000") % b"Ada"),
        NO_WORKBOOK,
    ),
    "ten thousand columns of a sheet": (
        lambda: workbook([f"x{n}" for n in range(10_000)]).getvalue(),
        "Line 1 has more than 100 columns.",
    ),
    "macros": (lambda: packed(("xl/vbaProject.bin", b"Sub AutoOpen()")), PROGRAMS),
    "an old macro sheet": (
        lambda: packed(("xl/macrosheets/sheet2.xml", b"<a/>")),
        PROGRAMS,
    ),
    "links to elsewhere": (
        lambda: packed(("xl/externalLinks/externalLink1.xml", b"<a/>")),
        PROGRAMS,
    ),
    "something embedded": (
        lambda: packed(("xl/embeddings/oleObject1.bin", b"MZ")),
        PROGRAMS,
    ),
    "a document": (lambda: b"PK\x03\x04 word/document.xml", NO_WORKBOOK),
    "an old workbook": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "This is an old Excel",
    ),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 99, NO_LIST),
    "a paper": (lambda: b"%PDF-1.7\n1 0 obj", NO_LIST),
    "a page": (lambda: b"\n <!DOCTYPE html><table><tr><td>First name", NO_LIST),
    "a program": (lambda: b"MZ\x90\x00\x03" + bytes(9_000), NO_LIST),
    "another program": (lambda: b"\x7fELF\x02\x01" + bytes(range(256)) * 99, NO_LIST),
    "chance": (lambda: bytes((n * n * 31 + n) % 256 for n in range(99_999)), NO_LIST),
    "nothing but zeros": (lambda: bytes(99_999), NO_LIST),
    "a hundred megabytes": (lambda: b"First name\n" * 10_000_000, TOO_LARGE),
    "a line of fifty megabytes": (
        lambda: b"First name\n" + b"x" * 50_000_000,
        TOO_LARGE,
    ),
    "a line as long as may be": (
        lambda: b"First name\n" + b"x" * (LARGEST_FILE - 99),
        "This file has a line that is far too long for a person.",
    ),
    "a quotation mark that never ends": (
        lambda: b'First name,City\nAda,"Cedar' + b"\nTom,Cedar Lake" * 700_000,
        "The quotation marks near line 2 do not fit together.",
    ),
    "ten thousand columns": (
        lambda: b"First name" + b",x" * 10_000 + b"\nAda\n",
        "Line 1 has more than 100 columns.",
    ),
    "two alphabets": (
        lambda: "First name\nZoé\n".encode() * 9_000 + "Noël\n".encode("cp1252"),
        "Letters with accents are not written the same way in the whole file",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_once(name):
    made, reason = HOSTILE[name]

    said, taken, peak = refusal(made())

    assert (said[: len(reason)], "Please" in said) == (reason, True)
    assert peak < MOST_MEMORY
    # Once for its alphabet, once for its lines: nothing is read again and again.
    assert taken < 3 * LARGEST_FILE


def test_what_is_too_large_is_not_even_begun():
    _said, taken, peak = refusal(b"First name\n" * 10_000_000)

    assert (taken, peak < 100_000) == (0, True)


def test_a_bomb_is_known_by_its_directory_alone():
    made, _reason = HOSTILE["a bomb"]

    _said, _taken, peak = refusal(made())

    assert peak < 1_000_000


def test_archives_within_a_workbook_are_never_opened():
    source = io.BytesIO(nested())
    tracemalloc.start()

    people = people_in(source)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ([one.first_name for one in people], peak < 2_000_000) == (["Ada"], True)


def test_a_formula_is_never_worked_out_and_a_value_that_it_had_is_read():
    book = Workbook()
    book.active.append(["First name", "City"])
    book.active.append(['=HYPERLINK("http://evil.example", "Ada")', "=1+1"])
    source = io.BytesIO()
    book.save(source)

    (person,) = people_in(source)

    assert person.first_name == '=HYPERLINK("http://evil.example", "Ada")'
    assert person.city == "=1+1"


@pytest.mark.parametrize("start", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx"])
def test_a_formula_in_a_text_file_is_a_name(start):
    (person,) = people_in(text_file(f'First name,City\n"{start}",Cedar\n'))

    assert person.first_name == start.strip()


def test_a_name_as_long_as_may_be_and_strange_names_of_files_harm_nobody():
    rows = [["First name"], ["x" * 80], ["../../etc/passwd"], ["<script>"]]

    people = people_in(workbook(*rows, title="..\\evil.xlsx"[:31].replace("\\", "")))

    assert [one.first_name for one in people] == [row[0] for row in rows[1:]]
