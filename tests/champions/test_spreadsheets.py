"""A table of ours is harmless in a spreadsheet and reads back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champions.spreadsheets import csv_lines, guarded, unguarded

TRIGGERS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]


def read_back(text):
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [[unguarded(cell) for cell in row] for row in reader]


@pytest.mark.parametrize("trigger", TRIGGERS)
@pytest.mark.parametrize("before", ["", "'", "''"])
def test_no_cell_begins_like_a_formula(trigger, before):
    written = guarded(f"{before}{trigger}cmd")

    assert written.startswith("'")
    assert unguarded(written) == f"{before}{trigger}cmd"


@pytest.mark.parametrize("name", ["'t Hooft", "O'Brien", "Rosa", "'", ""])
def test_an_apostrophe_of_a_name_stays(name):
    assert guarded(name) == name
    assert unguarded(name) == name


def test_a_formula_behind_a_semicolon_stays_within_its_cell():
    text = "".join(csv_lines([["a;=1+1", 'b",=2']]))

    assert text == '\ufeff"a;=1+1","b"",=2"\r\n'


@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=4), max_size=4))
def test_every_table_reads_back_as_it_was(rows):
    assert read_back("".join(csv_lines(rows))) == rows
