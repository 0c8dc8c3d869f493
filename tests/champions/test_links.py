"""A link opens one thing, for one purpose, until its generation is raised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champions import links
from champions.enums import CodePurpose

PURPOSES = [purpose.value for purpose in CodePurpose]
ids = st.integers(min_value=1, max_value=10**15)
generations = st.integers(min_value=1, max_value=1000)


@pytest.mark.parametrize("made_for", PURPOSES)
@pytest.mark.parametrize("used_for", PURPOSES)
def test_a_link_opens_only_what_it_was_made_for(made_for, used_for):
    mac = links.mac(made_for, 42, 1)

    assert links.is_right(mac, used_for, 42, 1) is (made_for == used_for)


@given(st.sampled_from(PURPOSES), ids, generations)
def test_every_link_can_be_read_and_is_right(purpose, id, generation):
    token = links.token(purpose, id, generation)

    read_id, mac = links.read_token(token)

    assert read_id == id
    assert links.is_right(mac, purpose, id, generation)


@given(ids, ids, generations, generations)
def test_no_other_id_or_generation_opens(id, other_id, generation, other_generation):
    mac = links.mac("seat", id, generation)

    same = (id, generation) == (other_id, other_generation)
    assert links.is_right(mac, "seat", other_id, other_generation) is same


@given(st.data())
def test_a_changed_letter_closes_the_link(data):
    mac = links.mac("seat", 7, 1)
    place = data.draw(st.integers(0, len(mac) - 1))
    sign = data.draw(st.sampled_from("ABCxyz019-_").filter(lambda s: s != mac[place]))

    changed = mac[:place] + sign + mac[place + 1 :]

    assert not links.is_right(changed, "seat", 7, 1)


@given(st.text())
def test_nonsense_is_no_token_and_no_error(text):
    read = links.read_token(text)

    assert read is None or not links.is_right(read[1], "seat", read[0], 1)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "7",
        "7.",
        "0.AAAAAAAAAAAAAAAAAAAAAA",
        "-1.x",
        "7.é",
        "٧.AAAAAAAAAAAAAAAAAAAAAA",
    ],
)
def test_what_is_no_token(token):
    assert links.read_token(token) is None


def test_a_secret_part_beyond_latin_is_wrong_and_no_error():
    assert not links.is_right("é" * 22, "seat", 7, 1)


def test_the_secret_part_has_128_bits():
    assert len(links.mac("seat", 7, 1)) == 22


def test_links_by_an_older_key_still_open(settings):
    settings.LINK_KEYS = ["old"]
    mac = links.mac("invitation", 7, 1)

    settings.LINK_KEYS = ["new", "old"]

    assert links.is_right(mac, "invitation", 7, 1)
    assert links.mac("invitation", 7, 1) != mac


def test_links_by_a_key_thrown_away_no_longer_open(settings):
    settings.LINK_KEYS = ["old"]
    mac = links.mac("invitation", 7, 1)

    settings.LINK_KEYS = ["new"]

    assert not links.is_right(mac, "invitation", 7, 1)


def test_without_keys_no_link_is_made(settings):
    settings.LINK_KEYS = []

    with pytest.raises(LookupError):
        links.token("seat", 7)


@given(ids, generations, st.integers(0, 50))
def test_digits_are_always_ten(id, generation, counter):
    digits = links.digits("key", "invitation", id, generation, counter)

    assert links.read_digits(digits) == digits


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("48213 90657", "4821390657"),
        (" 48213-90657 ", "4821390657"),
        ("4 8 2 1 3 9 0 6 5 7", "4821390657"),
        ("４８２１３ ９０６５７", "4821390657"),
        ("48213 9065", ""),
        ("48213 906578", ""),
        ("", ""),
    ],
)
def test_digits_are_read_whatever_stands_between(typed, read):
    assert links.read_digits(typed) == read


@given(st.text())
def test_reading_digits_never_fails(typed):
    assert len(links.read_digits(typed)) in {0, 10}
