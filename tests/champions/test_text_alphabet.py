"""Words for a text message: one small alphabet, 160 signs."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from champions.messages.texts import MOST, fitted, plain, septets, within


@pytest.mark.parametrize(
    ("words", "sent"),
    [
        ("é è à ù É ñ ü", "é è à ù É ñ ü"),
        ("Être à Noël, ça va", "Etre à Noel, ca va"),
        ("l’été à 13\N{NO-BREAK SPACE}h…", "l'été à 13 h..."),
        ("« cœur » – Łódź", '" coeur " - Lodz'),
        ("e\N{COMBINING ACUTE ACCENT}te\N{COMBINING CIRCUMFLEX ACCENT}", "éte"),
        ("李 Wang", " Wang"),
        ("€5 {a}", "€5 {a}"),
    ],
)
def test_letters_that_telephones_lack_are_written_plainly(words, sent):
    assert plain(words) == sent


@given(st.text())
@example("ß ø Å ȩ́ ½ Ⅷ")
def test_whatever_people_write_can_be_sent(words):
    assert septets(plain(words)) >= 0


@pytest.mark.parametrize(
    ("words", "count"), [("été", 3), ("€", 2), ("{x}", 5), ("", 0)]
)
def test_some_signs_take_two_places(words, count):
    assert septets(words) == count


def test_a_letter_outside_the_alphabet_is_never_counted():
    with pytest.raises(ValueError, match="alphabet"):
        septets("fête")


@pytest.mark.parametrize(
    ("words", "most", "kept"),
    [
        ("Rosa", 12, "Rosa"),
        ("Marie-Antoinette", 12, "Marie"),
        ("Cedar Lake Community Hall", 16, "Cedar Lake"),
        ("Cedar Lake", 5, "Cedar"),
        ("Maximiliane", 5, "Maxim"),
        ("two\nlines  and\ttabs", 40, "two lines and tabs"),
        ("{{{{", 5, "{{"),
    ],
)
def test_what_is_too_long_is_cut_where_a_word_ends(words, most, kept):
    assert within(words, most) == kept


def test_what_may_be_left_out_goes_first_the_last_before_the_others():
    pieces = "\n".join(["A" * 60, "?" + "b" * 60, "?" + "c" * 60, "link"])

    assert fitted(pieces, septets) == f"{'A' * 60} {'b' * 60} link"


def test_what_fits_keeps_every_piece():
    assert fitted("Rosa, come.\n\n?It is free.\nlink\n", septets) == (
        "Rosa, come. It is free. link"
    )


@given(st.lists(st.text(st.characters(exclude_characters="\n")), max_size=6))
def test_it_is_never_more_than_one_message(pieces):
    words = "\n".join(
        ["A first piece " * 20, *pieces, "https://champions.example/en/i/x"]
    )
    short = [piece for piece in pieces if septets(plain(piece)) < 10]

    assert septets(fitted("\n".join(["One. " * 80, *short]), septets)) <= MOST
    assert fitted(words, lambda text: septets(text) + 0) == fitted(words, septets)
