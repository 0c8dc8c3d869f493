from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from meetings.workshop_dates import (
    WorkshopPlan,
    confirm_by,
    earliest_workshop,
    last_posting,
    problems,
    proposed_plan,
)

TODAY = date(2026, 11, 2)
THREE_WEEKS = timedelta(days=21)
GOOD = WorkshopPlan(
    on=date(2026, 12, 10),
    at=time(13, 30),
    staff_from=time(15),
    until=time(16),
    place="The centre",
    reply_by=date(2026, 12, 3),
    second_on=date(2026, 12, 24),
    second_at=time(13, 30),
    second_until=time(15),
    second_place="The centre",
)


def wrong(**change):
    return problems(replace(GOOD, **change), TODAY, THREE_WEEKS)


def test_a_good_plan_has_no_problem():
    assert wrong() == {}


def test_a_proposed_plan_is_good_as_it_is():
    plan = proposed_plan(TODAY, place="The centre")

    assert problems(plan, TODAY, THREE_WEEKS) == {}


def test_the_second_get_together_is_proposed_two_weeks_later():
    plan = proposed_plan(TODAY, place="The centre")

    assert plan.second_on == plan.on + timedelta(days=14)


def test_a_further_workshop_falls_on_the_same_weekday_with_time_for_letters():
    plan = proposed_plan(TODAY, place="", like=GOOD)

    assert (plan.on, plan.on.weekday()) == (date(2027, 1, 7), GOOD.on.weekday())


def test_a_workshop_too_soon_names_the_first_possible_day():
    first = earliest_workshop(TODAY)

    assert wrong(on=first, reply_by=first - timedelta(days=7), second_on=None) == {}
    assert list(wrong(on=first - timedelta(days=1), second_on=None)) == [
        "on",
        "reply_by",
    ]


def test_a_week_stays_between_the_last_reply_and_the_workshop():
    assert list(wrong(reply_by=date(2026, 12, 4))) == ["reply_by"]


def test_three_weeks_stay_between_the_last_letter_and_the_reply():
    assert wrong(reply_by=date(2026, 11, 27)) == {}
    assert list(wrong(reply_by=date(2026, 11, 26))) == ["reply_by"]


@pytest.mark.parametrize(
    ("days", "fields"), [(0, ["second_on"]), (1, []), (21, []), (22, ["second_on"])]
)
def test_the_second_get_together_comes_within_three_weeks(days, fields):
    assert list(wrong(second_on=GOOD.on + timedelta(days=days))) == fields


def test_staff_join_between_start_and_end():
    assert list(wrong(staff_from=time(13, 30))) == ["staff_from"]


def test_letters_may_be_posted_until_three_weeks_before_the_reply_by_date():
    assert last_posting(GOOD.reply_by) == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("reply_by", "told"),
    [
        (date(2026, 11, 26), date(2026, 12, 1)),  # a Thursday; over a weekend
        (date(2026, 11, 23), date(2026, 11, 26)),
        (date(2026, 11, 28), date(2026, 12, 2)),  # a Saturday
    ],
)
def test_everybody_is_told_by_the_third_working_day(reply_by, told):
    assert confirm_by(reply_by) == told


def test_neither_day_is_proposed_when_the_doors_are_shut():
    free = proposed_plan(TODAY, place="The centre")
    shut = {free.on, free.second_on, free.second_on + timedelta(days=1)}

    plan = proposed_plan(TODAY, place="The centre", shut=shut)
    further = proposed_plan(TODAY, place="", like=free, shut={free.on + 4 * WEEK})

    assert plan.on not in shut
    assert plan.second_on not in shut
    assert problems(plan, TODAY, timedelta(days=21)) == {}
    assert (further.on - free.on) == 5 * WEEK


WEEK = timedelta(weeks=1)
