"""Files as spreadsheets and systems write them: right names, or a clear refusal."""

import codecs
import csv
import io
import re
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from champions.contacts import reading
from champions.contacts.contact import Refusal
from champions.contacts.lists import open_list
from champions.contacts.reading import open_sheets
from champions.contacts.refusals import RefusedListError
from tests.champions.contacts.files import people_in, rows_of, text_file, workbook

NAMES = [["First Name", "Last Name"], ["Élodie", "L’Abbé"], ["Noël", "Lœuillet"]]
COMMAS = "First Name,Last Name\r\nÉlodie,L’Abbé\r\nNoël,Lœuillet\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_names_are_right_in_every_usual_way_to_write_text(encoding, separator, ending):
    text = COMMAS.replace(",", separator).replace("\r\n", ending)

    assert rows_of(text_file(text, encoding)) == NAMES


def test_utf_32_with_its_mark_is_read():
    assert rows_of(text_file(COMMAS, "utf-32")) == NAMES


def test_the_separator_that_excel_declares_is_believed_and_lines_keep_their_numbers():
    source = text_file("sep=;\nFirst Name;Last Name\nÉlodie;Côté, Roy\n")

    lines = list(open_sheets(source)[0].lines())

    assert [(line.number, line.cells) for line in lines] == [
        (2, ["First Name", "Last Name"]),
        (3, ["Élodie", "Côté, Roy"]),
    ]


def test_commas_in_addresses_do_not_decide_the_separator():
    source = text_file(
        "Forename;Address\nJill;Studio 2, Mill Road, Leeds\nTom;4 Hill\n"
    )

    assert rows_of(source)[1] == ["Jill", "Studio 2, Mill Road, Leeds"]


def test_a_line_break_within_quotes_stays_in_its_cell_and_counts_as_one_row():
    source = text_file('First Name,Address\nAda,"4 Hill\nFlat 2"\n\nTom,5 Hill\n')

    lines = list(open_sheets(source)[0].lines())

    assert [(line.number, line.cells) for line in lines[1:]] == [
        (2, ["Ada", "4 Hill\nFlat 2"]),
        (4, ["Tom", "5 Hill"]),
    ]


def test_nul_bytes_are_left_out():
    assert rows_of(text_file("First Name,City\nA\0da,Cedar\0\n"))[1] == ["Ada", "Cedar"]


def test_the_caller_s_file_stays_open():
    source = text_file(COMMAS)

    rows_of(source)

    assert rows_of(source) == NAMES


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "This file is empty."),
        (b" \r\n ", "This file is empty."),
        (b"%PDF-1.7 ...", "This file is not a list that can be read."),
        (b"\x89PNG\r\n\x1a\n", "This file is not a list that can be read."),
        (b"<html><table>", "This file is not a list that can be read."),
        (codecs.BOM_UTF8 + b"<html>", "This file is not a list that can be read."),
        (b"First Name\n\x01\x02\x03\x04", "This file is not a list that can be read."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "This is an old Excel file, or one with a"),
        (b"PK\x03\x04 and no more", "This file cannot be read as an Excel workbook."),
        ("Zoé\n".encode() + "Noël\n".encode("cp1252"), "Letters with accents are"),
        (b"First Name\nNo\x81l\n", "Letters with accents are"),
        (b'First Name,City\nAda,"Cedar\nTom,Cedar\n', "The quotation marks near line"),
        (b'First Name,City\nAda,"Cedar" Lake\n', "The quotation marks near line 2"),
        (b"First Name\n" + b"x" * 1_001, "Line 2 has a cell with more than 1,000"),
        (b"a," * 100 + b"a\n", "Line 1 has more than 100 columns."),
        (b"First Name\n" + b"x" * 200_000, "This file has a line that is far too long"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_cure(content, reason):
    with pytest.raises(RefusedListError) as refused:
        rows_of(io.BytesIO(content))

    assert refused.value.reason.startswith(reason)
    assert "Please" in refused.value.reason


def test_a_file_over_the_limit_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_FILE", 1024 * 1024)

    with pytest.raises(RefusedListError, match="larger than 1 MB"):
        open_sheets(io.BytesIO(b"a" * (1024 * 1024 + 1)))


def test_more_people_than_the_limit_are_refused_and_blank_lines_do_not_count(
    monkeypatch,
):
    monkeypatch.setattr(reading, "MOST_LINES", 3)

    assert len(rows_of(text_file("First Name\nA\n\n\nB\n"))) == 3
    with pytest.raises(RefusedListError, match="more than 3 lines"):
        rows_of(text_file("First Name\nA\nB\nC\n"))


def test_one_refused_line_names_its_number():
    source = text_file("First Name,City\n\nAda," + "x" * 1_001)

    with pytest.raises(RefusedListError, match="Line 3 has a cell"):
        rows_of(source)


UTF8_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
letters = st.characters(exclude_categories=["C", "Z"])
western = st.characters(codec="cp1252", exclude_categories=["C", "Z"])
dialects = st.sampled_from([(",", "\r\n"), (";", "\n"), ("\t", "\r\n"), ("|", "\r")])


def written(names, dialect, quoting):
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=dialect[0], lineterminator=dialect[1], quoting=quoting
    )
    rows = [[name, "Roy, fils; or\n|daughter", "4 Hill"] for name in names]
    writer.writerows([["First name", "Surname", "Address"], *rows])
    return text.getvalue()


def name_of(alphabet):
    return st.text(alphabet, min_size=1, max_size=20).filter(
        lambda text: any(sign.isalnum() for sign in unicodedata.normalize("NFC", text))
    )


def as_kept(names):
    return [unicodedata.normalize("NFC", name) for name in names]


@settings(deadline=None, max_examples=150)
@given(
    st.lists(name_of(letters), min_size=1, max_size=5),
    dialects,
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_name_comes_back_as_it_was_written(names, dialect, quoting, encoding):
    people = people_in(text_file(written(names, dialect, quoting), encoding))

    assert [person.first_name for person in people] == as_kept(names)


@settings(deadline=None, max_examples=100)
@given(st.lists(name_of(western), min_size=1, max_size=5), dialects)
def test_names_written_by_windows_come_back(names, dialect):
    text = written(names, dialect, csv.QUOTE_MINIMAL)
    # "Ã©" alone cannot be told from "é" in UTF-8; such a list is refused or read so.
    assume(not UTF8_LETTER.search(text.encode("cp1252")))

    people = people_in(text_file(text, "cp1252"))

    assert [person.first_name for person in people] == as_kept(names)


def test_a_workbook_reads_as_it_shows():
    source = workbook(
        ["Given name", "Cell", "Postcode", "Contact OK?", "Town"],
        ["Zoé", 7055550130, 90210.0, True, None],
        [None, None, None, None, None],
        ["Tom", "705 555", "P0L 1A0", False, "Cedar"],
    )

    lines = list(open_sheets(source)[0].lines())

    assert [(line.number, line.cells) for line in lines[1:]] == [
        (2, ["Zoé", "7055550130", "90210", "TRUE"]),
        (4, ["Tom", "705 555", "P0L 1A0", "FALSE", "Cedar"]),
    ]


def test_a_name_that_begins_with_an_equals_sign_is_a_name_in_a_workbook_too():
    source = workbook(["First name", "Last name"], ["=Ben", "Taylor"])

    assert rows_of(source)[1] == ["=Ben", "Taylor"]


def test_two_lists_put_together_read_as_one():
    one = "\ufeffFirst Name,City\nAda,Cedar Lake\n"
    contacts = list(open_list(text_file(one + one)).contacts(region="CA"))

    assert [number for number, _one in contacts] == [2, 3, 4]
    assert contacts[1][1].refusal == Refusal.HEADINGS
    assert contacts[2][1] == contacts[0][1]


@pytest.mark.parametrize("sign", ["\u200e", "\u200f", "\u202e", "\u2067", "\ufeff"])
def test_signs_that_turn_the_writing_round_are_left_out(sign):
    (person,) = people_in(text_file(f"First Name,City\n{sign}Ada{sign},Ced{sign}ar\n"))

    assert (person.first_name, person.city) == ("Ada", "Ced ar")


def test_a_list_of_quebec_in_any_order_below_its_title():
    source = text_file(
        "Liste des clients;;;\r\nExportée le 3 mai;;;\r\n;;;\r\n"
        "Courriel;Ne pas contacter;Nom de famille;Prénom\r\n"
        '"zoe@example.org";oui;"Côté\r\nRoy";Zoé\r\n',
        "cp1252",
    )

    (person,) = people_in(source)

    assert (person.first_name, person.last_name) == ("Zoé", "Côté Roy")
    assert (person.email, person.do_not_contact) == ("zoe@example.org", True)


def test_one_name_may_have_letters_of_several_alphabets():
    (person,) = people_in(text_file("First Name,Last Name\nΖωή ᐃᓄᒃ,Львів-李\n"))

    assert (person.first_name, person.last_name) == ("Ζωή ᐃᓄᒃ", "Львів-李")
