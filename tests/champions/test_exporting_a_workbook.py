"""The list as a workbook: no cell is a formula, and it is read back as it was."""

import io
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from champions.contacts.sheet_rows import read_rows, read_words
from champions.models import Person, ViewedPerson
from champions.services.contact_lists import receive_upload, start_import
from champions.services.list_export import CELLS, exported_workbook
from champions.services.list_importing import import_lines
from champions.services.list_reading import read_lines
from champions.workbooks_out import workbook_blocks
from tests.champions.test_exporting_the_list import (
    as_kept,
    centre,
    everybody,
    lead,
    signed_in,
)
from tests.factories import make_centre, make_person

__all__ = ["centre", "lead"]
pytestmark = pytest.mark.django_db


def book_of(centre):
    return b"".join(exported_workbook(centre, by=None))


def read_in(centre, content):
    file = SimpleUploadedFile("list.xlsx", content)
    found = receive_upload(centre, file, by=None, in_background=False)
    read_lines(found, seconds=60)
    found.refresh_from_db()
    start_import(found, by=None, in_background=False)
    import_lines(found, seconds=60)
    return found


def test_a_spreadsheet_opens_it_and_no_cell_is_a_formula(centre):
    everybody(centre)

    sheet = load_workbook(io.BytesIO(book_of(centre))).active

    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert "=Ben" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert (sheet.max_row, sheet.max_column) == (1 + 5, len(CELLS))


def test_read_again_everybody_is_known_and_nothing_changes(centre):
    everybody(centre)
    before = as_kept(centre)

    found = read_in(centre, book_of(centre))

    assert as_kept(centre) == before
    assert {line.outcome for line in found.lines.all()} == {"known"}


def test_read_elsewhere_they_are_the_same_people(centre):
    everybody(centre)
    other = make_centre("harbourview")

    read_in(other, book_of(centre))

    assert as_kept(other) == as_kept(centre)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.lists(TEXTS | st.just("_x0041_ _x005F_"), min_size=1), max_size=4))
def test_any_text_is_read_back_as_it_was(rows):
    book = b"".join(workbook_blocks(rows))

    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert parts.testzip() is None
        sheet = io.BytesIO(parts.read("xl/worksheets/sheet1.xml"))
    nothing = read_words(io.BytesIO(b"<sst/>"))
    assert [cells for _number, cells in read_rows(sheet, nothing)] == rows


def test_it_is_sent_while_it_is_written():
    blocks = workbook_blocks([str(n * n)] * 15 for n in range(20_000))

    began = time.monotonic()
    first = next(blocks)
    waited = time.monotonic() - began
    rest = list(blocks)

    assert len(first) < 200_000
    assert len(rest) > 1
    assert waited < (time.monotonic() - began) / 2


def test_the_button_sends_it_under_the_centre_s_name(client, centre, lead):
    make_person(centre, first_name="Rosa")
    address = f"/admin/contact-lists/export/{centre.pk}/"

    answer = signed_in(client, lead).post(address, {"as": "xlsx"})

    assert f'"{centre.slug}-' in answer["Content-Disposition"]
    assert answer["Content-Disposition"].endswith('.xlsx"')
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet["A"]] == ["First name", "Anne", "Rosa"]


def test_that_many_were_seen_is_written_in_few_questions(client, centre, lead):
    address = f"/admin/contact-lists/export/{centre.pk}/"
    signed_in(client, lead).post(address)
    counts = []
    for many in (10, 1_500):
        Person.objects.bulk_create(
            Person(centre=centre, first_name=f"P{n}") for n in range(many)
        )
        with CaptureQueriesContext(connection) as queries:
            client.post(address)
        counts.append(len([q for q in queries if "viewedperson" in q["sql"]]))

    assert counts == [1, 1]
    assert ViewedPerson.objects.count() == 1 + 11 + 1_511
