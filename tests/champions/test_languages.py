"""Languages as people write them, and days in any of them."""

from datetime import date, time

import pytest

from champions import said_in
from champions.languages import (
    all_languages,
    direction_of,
    find_language,
    name_in,
    own_name,
    tag_of,
)

THURSDAY = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("Spanish", "es"),
        ("Espagnol", "es"),
        ("Español", "es"),
        ("ESPANOL", "es"),
        ("es", "es"),
        ("spa", "es"),
        ("es-MX", "es"),
        ("Español (Spanish)", "es"),
        ("العربية", "ar"),
        ("Mandarin", "zh"),
        ("ZH_hant", "zh-Hant"),
        ("Tagalog", "fil"),
        ("Farsi", "fa"),
        ("Ojibwe", "oj"),
        ("français", "fr"),
    ],
)
def test_a_language_is_known_however_it_is_written(words, tag):
    assert find_language(words) == tag


@pytest.mark.parametrize("words", ["", "?", "both", "N/A", "xx", "und", "see file"])
def test_what_is_no_language_is_none(words):
    assert find_language(words) == ""


def test_every_language_has_a_name_of_its_own_and_is_found_by_its_tag():
    every = all_languages()

    assert [tag for tag in every if not own_name(tag)] == []
    assert [
        tag for tag in every if tag_of(tag) != tag and tag_of(tag) not in every
    ] == []


def test_a_language_is_shown_by_its_own_name():
    assert (own_name("es"), own_name("zh-Hant")) == ("Español", "繁體中文")
    assert (name_in("es", "fr"), name_in("oj", "en")) == ("espagnol", "Ojibwa")


def test_arabic_and_urdu_run_from_right_to_left():
    assert [direction_of(tag) for tag in ("ar", "ur", "es", "oj")] == [
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    ]


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en", "Thursday 3 December"),
        ("fr", "jeudi 3 décembre"),
        ("es", "jueves, 3 de diciembre de 2026"),
        ("ar", "الخميس، 3 ديسمبر 2026"),
        ("zh", "2026年12月3日星期四"),
    ],
)
def test_a_day_is_said_in_any_language(tag, said):
    assert said_in.day(THURSDAY, tag, instead="en") == said


@pytest.mark.parametrize("tag", ["oj", "mic"])
def test_where_nobody_has_collected_its_days_they_are_said_in_one_of_ours(tag):
    assert said_in.day(THURSDAY, tag, instead="fr") == "jeudi 3 décembre"


def test_hours_and_spans_are_said_in_any_language():
    at, until = time(13, 30), time(16)

    assert said_in.hours(at, until, "es", instead="en") == "13:30 – 16:00"
    assert said_in.how_long(at, until, "es", instead="en") == "2,5 horas"
    assert said_in.how_long(at, until, "zh", instead="en") == "2.5小时"
    assert said_in.how_long(at, until, "fr", instead="en") == "deux heures et demie"


def test_every_language_says_days_hours_and_spans():
    """What cannot be said in one of seven hundred languages must not stop a mailing."""
    for tag in all_languages():
        assert said_in.day(THURSDAY, tag, instead="en")
        assert said_in.hours(time(9), time(11, 45), tag, instead="en")
        assert said_in.how_long(time(9), time(11, 45), tag, instead="en")
