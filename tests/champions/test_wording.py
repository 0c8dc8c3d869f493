"""A reason that ends with a full stop does not end our sentence twice."""

from __future__ import annotations

import pytest

from champions.wording import without_stop


@pytest.mark.parametrize(
    ("written", "inside"),
    [
        ("The hall has no heat that day.", "The hall has no heat that day"),
        ("Snow", "Snow"),
        ("At 3.30 we must be out. ", "At 3.30 we must be out"),
        ("", ""),
    ],
)
def test_words_inside_a_sentence_bring_no_full_stop(written, inside):
    assert without_stop(written) == inside
