from datetime import date, time

import pytest
from django.utils.translation import override

from champions.when import clock, day_in_words, hours, how_long


def test_a_day_is_said_with_its_weekday():
    with override("en"):
        assert day_in_words(date(2026, 12, 3)) == "Thursday 3 December"


def test_the_first_of_a_month_is_said_as_the_french_do():
    with override("fr"):
        assert day_in_words(date(2026, 12, 1)) == "mardi 1er décembre"


def test_the_french_write_days_small():
    week = [date(2026, 11, 2 + number) for number in range(7)]
    with override("fr"):
        said = [day_in_words(day).split()[0] for day in week]

    assert " ".join(said) == "lundi mardi mercredi jeudi vendredi samedi dimanche"


def test_hours_say_the_half_of_the_day_once():
    with override("en"):
        assert hours(time(13, 30), time(16)) == "1:30 to 4\N{NO-BREAK SPACE}pm"


def test_hours_over_noon_say_both_halves():
    with override("en"):
        assert hours(time(11), time(13)).replace("\N{NO-BREAK SPACE}", " ") == (
            "11 am to 1 pm"
        )


def test_noon_and_midnight_are_twelve():
    with override("en"):
        assert (clock(time(12))[:2], clock(time(0, 5))[:5]) == ("12", "12:05")


def test_french_hours_have_twenty_four():
    with override("fr"):
        assert hours(time(13, 30), time(16)).replace("\N{NO-BREAK SPACE}", " ") == (
            "de 13 h 30 à 16 h"
        )


@pytest.mark.parametrize(
    ("until", "english", "french"),
    [
        (time(13, 45), "45 minutes", "45 minutes"),
        (time(14), "one hour", "une heure"),
        (time(14, 30), "one and a half hours", "une heure et demie"),
        (time(15), "two hours", "deux heures"),
        (time(15, 30), "two and a half hours", "deux heures et demie"),
        (time(15, 15), "2 hours and 15 minutes", "2 heures et 15 minutes"),
    ],
)
def test_how_long_something_takes_is_said_as_people_say_it(until, english, french):
    with override("en"):
        assert how_long(time(13), until) == english
    with override("fr"):
        assert how_long(time(13), until) == french
