import pytest
from hypothesis import given
from hypothesis import strategies as st

from champions.names import address_key, folded, spaced
from champions.phones import phone_as_written, phone_form


@pytest.mark.parametrize(
    "typed",
    ["Jean-Luc Côté", "JEAN LUC  COTE", "jean‑luc cote", "Jean-Luc Co\u0302te\u0301"],
)
def test_a_name_is_the_same_however_it_is_typed(typed):
    assert folded(typed) == "jeanluccote"


def test_first_and_last_name_are_one_key():
    assert folded("Zoë", "O’Brien") == folded("ZOE OBRIEN")


def test_a_name_without_letters_is_not_empty():
    assert folded("??") == "??"


def test_a_folded_name_fits_its_column():
    assert len(folded("ﷺ" * 80, "x" * 80)) == 170


@given(st.text(st.characters(max_codepoint=127), max_size=20))
def test_plain_english_is_folded_as_everything_else_is(text):
    assert folded(text) == folded(f"{text}\N{COMBINING ACUTE ACCENT}")


@given(
    st.sampled_from(["{}{}{}", "({}) {}-{}", "{} {} {}", "{}-{}-{}", "({}) {} {}"]),
    st.integers(0, 999),
    st.integers(0, 999),
    st.integers(0, 9999),
)
def test_a_number_as_people_at_home_write_it_is_what_the_library_makes_of_it(
    form, area, middle, end
):
    typed = form.format(f"{area:03}", f"{middle:03}", f"{end:04}")

    # Words behind it are left to the library alone.
    assert phone_form(typed, region="CA") == phone_form(f"{typed} home", region="CA")


@given(st.sampled_from(["{}{}{}", "{} {} {}"]), st.integers(0, 9_999_999_999))
def test_a_british_number_is_what_the_library_makes_of_it(form, number):
    digits = f"0{number:010}"
    typed = form.format(digits[:5], digits[5:8], digits[8:])

    assert phone_form(typed, region="GB") == phone_form(f"{typed} home", region="GB")


def test_headings_become_plain_words():
    assert spaced(" Prénom / First_name ") == "prenom first name"


def test_an_address_is_the_same_in_capitals_and_wide_letters():
    assert address_key(" Ｒosa@Example.ORG ") == "rosa@example.org"


def test_two_mailboxes_that_differ_by_an_accent_stay_two():
    assert address_key("rosé@example.org") != address_key("rose@example.org")


@pytest.mark.parametrize(
    "typed", ["705-555-0142", "(705) 555 0142", "+1 705 555 0142 home"]
)
def test_a_telephone_number_has_one_form(typed):
    assert phone_form(typed, region="CA") == "+17055550142"


@pytest.mark.parametrize("typed", ["", "none", "555", "000-000-0000"])
def test_what_cannot_be_dialled_is_no_number(typed):
    assert phone_form(typed, region="CA") == ""


def test_a_number_is_shown_as_people_there_write_it():
    assert phone_as_written("+17055550142", region="CA") == "(705) 555-0142"
