"""The order of the agenda, without a database: what is new, gone, or put elsewhere."""

import pytest

from meetings.agenda_order import in_order, put


@pytest.mark.parametrize(
    ("keys", "order", "found"),
    [
        ("abc", "", "abc"),
        ("abc", "cab", "cab"),
        ("abc", "ca", "cab"),
        ("abcd", "ca", "cdab"),
        ("ab", "xbya", "ba"),
        ("abc", "aab", "abc"),
        ("", "abc", ""),
        ("zab", "ba", "zba"),
    ],
)
def test_what_is_new_stands_behind_what_it_follows(keys, order, found):
    assert "".join(in_order(keys, order)) == found


@pytest.mark.parametrize("before", [True, False])
def test_putting_twice_is_putting_once(before):
    once = put("abcd", "d", beside="b", before=before)

    assert put(once, "d", beside="b", before=before) == once
    assert "".join(once) == ("adbc" if before else "abdc")
    assert put("abc", "x", beside="a", before=before) == ["a", "b", "c"]
    assert put("abc", "a", beside="a", before=before) == ["a", "b", "c"]
