"""Anybody may send anything where a form names a row."""

import pytest
from django.http import QueryDict

from champions.sent_ids import sent_id, sent_ids

TOO_LONG = "9" * 20


@pytest.mark.parametrize(
    ("typed", "pk"),
    [("42", 42), ("", 0), ("-1", 0), ("4.2", 0), ("Rosa", 0), (TOO_LONG, 0)],
)
def test_what_is_no_id_names_nothing(typed, pk):
    assert sent_id(typed) == pk


def test_of_many_those_that_are_ids_stay_in_their_order():
    sent = QueryDict(f"row=9&row=x&row=3&row={TOO_LONG}&other=5")

    assert sent_ids(sent, "row") == [9, 3]
