from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from meetings import cadence
from meetings.cadence import GUIDEBOOK, Limits, Policy
from meetings.enums import Stage, Urgency

WORKSHOP = date(2026, 9, 7)
MEETING_STAGES = [Stage.SECOND, Stage.MONTHLY, Stage.QUARTERLY]
any_day = st.dates(date(2024, 1, 1), date(2034, 12, 31))


def standing_on_day(stage, day):
    today = WORKSHOP + timedelta(days=day)
    return cadence.urgency(GUIDEBOOK, stage, WORKSHOP, today, has_date=False)


@pytest.mark.parametrize(
    ("day", "urgency"),
    [
        (0, Urgency.TO_DO),
        (14, Urgency.TO_DO),
        (15, Urgency.URGENT),
        (21, Urgency.URGENT),
        (22, Urgency.LATE),
        (60, Urgency.LATE),
    ],
)
def test_a_second_get_together_without_a_date_grows_urgent_by_day(day, urgency):
    assert standing_on_day(Stage.SECOND, day) == urgency


@pytest.mark.parametrize(
    ("stage", "day", "urgency"),
    [
        (Stage.MONTHLY, 35, Urgency.TO_DO),
        (Stage.MONTHLY, 36, Urgency.URGENT),
        (Stage.MONTHLY, 45, Urgency.URGENT),
        (Stage.MONTHLY, 46, Urgency.LATE),
        (Stage.QUARTERLY, 91, Urgency.TO_DO),
        (Stage.QUARTERLY, 120, Urgency.URGENT),
        (Stage.QUARTERLY, 121, Urgency.LATE),
    ],
)
def test_later_stages_grow_urgent_by_their_own_limits(stage, day, urgency):
    assert standing_on_day(stage, day) == urgency


@pytest.mark.parametrize("stage", [Stage.RESTING, Stage.CLOSED])
def test_nobody_waits_for_the_date_of_a_group_that_rests(stage):
    assert standing_on_day(stage, 400) == Urgency.FINE
    assert cadence.proposals(GUIDEBOOK, stage, WORKSHOP, WORKSHOP) == []
    assert cadence.last_good_day(GUIDEBOOK, stage, WORKSHOP) is None


def test_with_a_date_all_is_fine():
    today = WORKSHOP + timedelta(days=22)

    standing = cadence.urgency(GUIDEBOOK, Stage.SECOND, WORKSHOP, today, has_date=True)

    assert standing == Urgency.FINE


def test_before_the_workshop_a_missing_date_is_to_do():
    standing = cadence.urgency(GUIDEBOOK, Stage.SECOND, None, WORKSHOP, has_date=False)

    assert standing == Urgency.TO_DO


def test_a_date_after_the_last_good_day_needs_a_reason():
    day_21, day_22 = (WORKSHOP + timedelta(days=n) for n in (21, 22))

    assert not cadence.needs_reason(GUIDEBOOK, Stage.SECOND, WORKSHOP, day_21)
    assert cadence.needs_reason(GUIDEBOOK, Stage.SECOND, WORKSHOP, day_22)


def test_a_centre_may_set_its_own_limits():
    patient = Policy(second=Limits(10, 10, 30))
    today = WORKSHOP + timedelta(days=22)

    standing = cadence.urgency(patient, Stage.SECOND, WORKSHOP, today, has_date=False)

    assert standing == Urgency.URGENT


def test_the_second_get_together_is_proposed_two_weeks_after_the_workshop():
    found = cadence.proposals(GUIDEBOOK, Stage.SECOND, WORKSHOP, WORKSHOP)

    assert found == [date(2026, 9, 21), date(2026, 9, 23), date(2026, 9, 28)]


def test_a_monthly_one_is_proposed_for_the_same_weekday_of_the_month():
    second_tuesday = date(2026, 9, 8)

    found = cadence.proposals(GUIDEBOOK, Stage.MONTHLY, second_tuesday, second_tuesday)

    assert found == [date(2026, 10, 13), date(2026, 10, 6), date(2026, 10, 8)]


def test_a_quarterly_one_is_proposed_thirteen_weeks_later():
    found = cadence.proposals(GUIDEBOOK, Stage.QUARTERLY, WORKSHOP, WORKSHOP)

    assert found[0] == WORKSHOP + timedelta(weeks=13)


@given(st.sampled_from(MEETING_STAGES), any_day, st.integers(0, 400))
def test_there_are_always_three_dates_to_choose_from(stage, start, days):
    today = start + timedelta(days=days)

    found = cadence.proposals(GUIDEBOOK, stage, start, today)

    assert len(set(found)) == cadence.HOW_MANY
    assert min(found) >= today + timedelta(days=cadence.NOTICE_DAYS)


@given(st.sampled_from(MEETING_STAGES), any_day)
def test_what_is_proposed_in_time_needs_no_reason(stage, start):
    for on in cadence.proposals(GUIDEBOOK, stage, start, start):
        assert not cadence.needs_reason(GUIDEBOOK, stage, start, on)


@given(st.sampled_from(MEETING_STAGES), any_day, st.integers(0, 60))
def test_a_group_of_working_days_is_never_sent_into_a_weekend(stage, start, days):
    assume(start.weekday() < 5)

    found = cadence.proposals(GUIDEBOOK, stage, start, start + timedelta(days=days))

    assert all(on.weekday() < 5 for on in found)


@given(any_day, st.integers(1, 36))
def test_the_same_day_some_months_later_never_leaves_its_month(start, months):
    found = cadence.months_later(start, months)

    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == months
    assert found.day <= start.day


@given(any_day, st.integers(1, 24))
def test_the_same_weekday_of_a_later_month_keeps_its_weekday(start, months):
    found = cadence.same_weekday_later(start, months)

    assert found.weekday() == start.weekday()
    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == months


def test_the_last_day_of_january_is_followed_by_the_leap_day():
    assert cadence.months_later(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert cadence.months_later(date(2027, 1, 31), 1) == date(2027, 2, 28)


def test_a_last_date_held_while_resting_never_sets_the_clock_ahead():
    held_on, woken_on = date(2026, 3, 20), date(2026, 4, 30)

    since = cadence.after_rest(held_on, date(2026, 3, 10), woken_on)

    assert since == woken_on
