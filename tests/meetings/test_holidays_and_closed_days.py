"""No get-together is proposed for a holiday of the place or a day when the centre is
closed; whoever chooses one all the same hears a kind word."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from champions.enums import Region
from meetings import cadence
from meetings.cadence import GUIDEBOOK
from meetings.closed_days import Closed, ShutDays, holiday_name, holidays_of
from meetings.enums import Stage
from meetings.services.booking import book_next, proposals
from meetings.services.closed_days import close_days, kind_word, open_days
from tests.factories import in_days, make_centre, make_circle, make_staff

CHRISTMAS = date(2026, 12, 25)


@pytest.mark.parametrize(
    ("region", "on", "name"),
    [
        (Region.ONTARIO, date(2027, 2, 15), "Family Day"),
        (Region.QUEBEC, date(2027, 6, 24), "Saint Jean Baptiste Day"),
        (Region.ENGLAND, date(2027, 8, 30), "Late Summer Bank Holiday"),
        (Region.WALES, date(2027, 3, 29), "Easter Monday"),
        (Region.ENGLAND, date(2026, 12, 28), "Boxing Day (observed)"),
        (Region.ONTARIO, date(2027, 6, 24), ""),
        (Region.QUEBEC, date(2027, 2, 15), ""),
        (Region.ENGLAND, date(2027, 2, 15), ""),
    ],
)
def test_each_place_has_its_own_holidays(region, on, name):
    assert holiday_name(region, on) == name


@pytest.mark.parametrize("region", Region.values)
def test_every_holiday_of_ten_years_has_a_french_name(region):
    days = [on for year in range(2026, 2036) for on in holidays_of(region, year)]
    english = {on: holiday_name(region, on) for on in days}
    with translation.override("fr"):
        french = {on: holiday_name(region, on) for on in days}

    assert [name for on, name in english.items() if french[on] == name] == []


def test_a_shut_day_is_never_proposed_and_its_neighbour_is():
    start = CHRISTMAS - timedelta(days=28)
    shut = ShutDays(Region.ENGLAND)

    found = cadence.proposals(GUIDEBOOK, Stage.MONTHLY, start, start, shut=shut)
    free = cadence.proposals(GUIDEBOOK, Stage.MONTHLY, start, start)

    assert CHRISTMAS in free
    # The next Friday would be New Year's Day.
    assert found == [date(2026, 12, 29), date(2026, 12, 31), date(2027, 1, 4)]


def test_where_the_centre_is_closed_up_to_the_limit_a_sooner_day_comes_first():
    workshop = date(2026, 12, 7)
    closed = Closed(workshop + timedelta(days=12), workshop + timedelta(days=25))
    shut = ShutDays(Region.ONTARIO, (closed,))

    found = cadence.proposals(GUIDEBOOK, Stage.SECOND, workshop, workshop, shut=shut)

    assert found == [workshop + timedelta(days=n) for n in (11, 7, 9)]


def test_a_group_meets_on_its_weekday_whatever_day_the_clock_began():
    tuesday = 1
    start = date(2026, 9, 7)

    found = cadence.proposals(GUIDEBOOK, Stage.QUARTERLY, start, start, weekday=tuesday)

    assert found[0] == date(2026, 12, 8)


# --- At a centre ---


@pytest.fixture
def anne(db):
    return make_staff(make_centre())


@pytest.fixture
def circle(anne):
    return make_circle(anne.staff_roles.get().centre, lead=anne)


def test_closed_days_are_left_out_until_they_are_taken_back(circle, anne):
    before = [day.on for day in proposals(circle, in_days(0))]
    known = close_days(
        circle.centre, first_on=before[0], last_on=before[1], words="Moving", by=anne
    )

    after = [day.on for day in proposals(circle, in_days(0))]
    open_days(known, by=anne)

    assert not set(after) & set(before[:2])
    assert [day.on for day in proposals(circle, in_days(0))] == before


def test_closed_days_of_another_centre_shut_nothing(circle, anne):
    other = make_centre("harbourview")
    days = [day.on for day in proposals(circle, in_days(0))]

    close_days(other, first_on=days[0], last_on=days[2], words="Moving", by=anne)

    assert [day.on for day in proposals(circle, in_days(0))] == days


def test_a_day_that_is_chosen_all_the_same_stands_with_a_kind_word(circle, anne):
    on = in_days(9)
    close_days(circle.centre, first_on=on, last_on=on, words="We move house", by=anne)

    meeting = book_next(circle, on=on, by=anne)

    assert meeting.on == on
    assert "We move house" in kind_word(circle.centre, on)
    assert kind_word(circle.centre, in_days(-300)) == ""
