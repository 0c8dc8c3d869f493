"""Workbooks made to harm are refused by their directory; sheets are chosen safely."""

import io
import time
import zipfile

import pytest

from champions.contacts.lists import open_list
from champions.contacts.reading import open_sheets
from champions.contacts.refusals import RefusedListError, UnclearListError
from tests.champions.contacts.files import people_in, workbook

PEOPLE = [["First name", "City"], ["Ada", "Cedar Lake"]]
SHEET = "xl/worksheets/sheet1.xml"


def archive(**parts):
    """A zip file of these parts, besides what makes it a workbook."""
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in parts.items():
            packed.writestr(f"xl/{name}.xml", content)
    return source


def with_sheet(change):
    """The usual workbook with the text of its sheet changed."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(workbook(*PEOPLE)) as old,
        zipfile.ZipFile(changed, "w") as new,
    ):
        for part in old.namelist():
            text = old.read(part)
            new.writestr(part, change(text) if part == SHEET else text)
    return changed


def refusal_of(source):
    with pytest.raises(RefusedListError) as refused:
        list(open_sheets(source)[0].lines())
    return refused.value.reason


def test_a_bomb_is_refused_at_once():
    bomb = archive(**{"worksheets/sheet1": b"0" * 130_000_000})
    begun = time.thread_time()

    reason = refusal_of(bomb)

    assert reason.startswith("This workbook unpacks to far more than a list of people.")
    assert time.thread_time() - begun < 1


def test_a_small_file_that_unpacks_a_hundredfold_is_refused():
    assert "unpacks" in refusal_of(archive(**{"worksheets/sheet1": b"0" * 11_000_000}))


def test_much_beside_the_sheets_is_refused():
    assert "unpacks" in refusal_of(archive(styles=b"0" * 43_000_000))


def test_a_directory_with_hundreds_of_parts_is_refused():
    parts = {f"part{number}": "" for number in range(600)}

    assert refusal_of(archive(**parts)).startswith(
        "This file cannot be read as an Excel"
    )


@pytest.mark.parametrize("definition", [b"<!DOCTYPE a [", b'<!entity a "b">'])
def test_a_part_that_defines_entities_is_refused(definition):
    source = with_sheet(lambda text: definition + text)

    assert refusal_of(source).startswith("This file cannot be read as an Excel")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace(b'r="2"', b'r="900000000"'),
        lambda text: text.replace(b"<sheetData>", b"<sheetData>&boom;"),
    ],
)
def test_a_damaged_sheet_is_refused(change):
    with pytest.raises(RefusedListError):
        people_in(with_sheet(change))


def test_another_archive_is_refused():
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w") as packed:
        packed.writestr("word/document.xml", "<document/>")

    assert refusal_of(source).startswith("This file cannot be read as an Excel")


def test_the_size_written_in_a_sheet_is_not_believed():
    source = with_sheet(lambda text: text.replace(b'ref="A1:B2"', b'ref="A1:A1"'))

    assert [person.city for person in people_in(source)] == ["Cedar Lake"]


def test_the_sheet_with_people_is_found_among_others():
    source = workbook(["Hello"], title="Read me", beside={"Clients": PEOPLE})

    assert open_list(source).sheet.name == "Clients"


def test_two_sheets_with_people_ask_which_one():
    source = workbook(*PEOPLE, title="2025", beside={"2026": [["Prénom"], ["Zoé"]]})

    with pytest.raises(UnclearListError, match="“2025”, “2026”") as unclear:
        open_list(source)

    assert unclear.value.sheets == ("2025", "2026")

    assert [one.first_name for one in people_in(source, sheet=" 2026 ")] == ["Zoé"]


def test_a_sheet_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(RefusedListError, match="This workbook has “Clients”"):
        open_list(workbook(*PEOPLE), sheet="2031")


def test_forbidden_columns_of_a_hidden_sheet_refuse_the_file():
    hidden = {"Full": [["First name", "Diagnosis"], ["Ada", "..."]]}

    with pytest.raises(RefusedListError) as refused:
        open_list(workbook(*PEOPLE, hidden=hidden))

    assert [column for column, _reason in refused.value.columns] == ["Diagnosis"]


def test_a_hidden_sheet_of_people_is_not_read():
    source = workbook(*PEOPLE, hidden={"Old": [["First name"], ["Tom"]]})

    assert [one.first_name for one in people_in(source)] == ["Ada"]
