"""“Not now”: a row is put off by one person until a day, never beyond its own last
one, and stands under “All” meanwhile."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from cms.models import Snooze
from cms.this_week.later import Later, days_to_choose
from tests.cms.this_week.desk import Desk
from tests.factories import make_centre, make_gathering, make_idea, make_staff

pytestmark = pytest.mark.django_db
# A Wednesday, at noon in Toronto.
WEDNESDAY = datetime.fromisoformat("2026-11-18T12:00-05:00")


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def row(desk, centre, circle, amina):
    """An idea that was shared today: it is heard within 14 days."""
    make_gathering(centre, circle=circle)
    make_idea(amina, "Film night", circle=circle)
    return desk.sees("hear")


def go_to(days):
    return time_machine.travel(WEDNESDAY + timedelta(days=days), tick=False)


def put_off(desk, row, until):
    fields = {"centre": row.centre.pk, "key": row.key, "until": until}
    return desk.client.post(reverse("week_not_now"), fields)


def is_shown(desk):
    desk.sign_in()
    return "Film night" in desk.look("/admin/")


@pytest.mark.parametrize(
    ("until", "days"), [("tomorrow", 1), ("monday", 5), ("week", 7)]
)
def test_a_row_comes_back_on_the_chosen_day(desk, row, until, days):
    put_off(desk, row, until)

    shown = []
    for day in (0, days - 1, days):
        with go_to(day):
            shown.append(is_shown(desk))
    assert shown == [False, False, True]


def test_what_is_put_off_stands_under_all_and_can_be_taken_back(desk, row):
    desk.press("/admin/", reverse("week_not_now"))
    page = desk.look(reverse("week_all"))
    assert "You see it again on Thursday 19 November." in page
    assert not is_shown(desk)

    desk.press(reverse("week_all"), reverse("week_back"))

    assert is_shown(desk)
    assert Snooze.objects.count() == 0


def test_no_row_is_put_off_beyond_its_last_day(desk, row):
    with go_to(9):
        assert list(days_to_choose(row)) == [Later.TOMORROW, Later.MONDAY]
        put_off(desk, row, "week")
        assert Snooze.objects.count() == 0
    with go_to(14):
        assert days_to_choose(row) == {}


def test_a_last_day_that_came_nearer_brings_the_row_back(desk, row, centre):
    put_off(desk, row, "week")
    Snooze.objects.update(until="2027-06-01")

    with go_to(14):
        assert is_shown(desk)


def test_what_one_puts_off_others_still_see(desk, row, centre):
    other = Desk(make_staff(centre, first_name="Kofi"))

    put_off(desk, row, "week")

    assert not is_shown(desk)
    assert is_shown(other)


def test_another_centres_row_is_put_off_by_nobody(row):
    other = Desk(make_staff(make_centre("harbourview")))

    answer = put_off(other, row, "week")

    assert answer.status_code == 404
    assert Snooze.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "choices"),
    [
        ("2026-11-22", [Later.TOMORROW, Later.WEEK]),  # Monday is tomorrow
        ("2026-11-23", [Later.TOMORROW, Later.MONDAY]),  # in a week is Monday
    ],
)
def test_no_day_is_offered_twice(row, day, choices):
    with time_machine.travel(datetime.fromisoformat(f"{day}T12:00-05:00")):
        assert list(days_to_choose(row)) == choices
