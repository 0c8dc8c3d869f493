"""The days of a programme, against somebody who counts on a calendar."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cms.dates import Plan, happening, next_days, occurrences, rule_of, skipped
from cms.enums import Pattern
from meetings.closed_days import ShutDays

REPEATING = [
    Pattern.WEEKLY,
    Pattern.FORTNIGHTLY,
    Pattern.MONTHLY,
    Pattern.MONTHLY_BY_DATE,
]
ZONES = [
    "America/Toronto",
    "America/St_Johns",
    "Europe/London",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Casablanca",
]
days = st.dates(date(2024, 1, 1), date(2040, 12, 31))
ends = st.none() | days
seasons = st.frozensets(st.integers(1, 12))
plans = st.builds(
    Plan,
    pattern=st.sampled_from(REPEATING),
    first_on=days,
    last_on=ends,
    months=seasons,
)


def counted(plan, start, end):
    """Day after day, asked whether it is one of them."""
    span = (end - start).days + 1
    calendar = (start + timedelta(days=n) for n in range(max(span, 0)))
    return [day for day in calendar if is_one(plan, day)]


def is_one(plan, day):
    if day < plan.first_on or (plan.last_on and day > plan.last_on):
        return False
    if plan.months and day.month not in plan.months:
        return False
    since = (day - plan.first_on).days
    last_day = monthrange(day.year, day.month)[1]
    weekday = day.weekday() == plan.first_on.weekday()
    if plan.pattern == Pattern.WEEKLY:
        return since % 7 == 0
    if plan.pattern == Pattern.FORTNIGHTLY:
        return since % 14 == 0
    if plan.pattern == Pattern.MONTHLY_BY_DATE:
        return day.day == min(plan.first_on.day, last_day)
    if plan.first_on.day > 28:
        return weekday and day.day > last_day - 7
    return weekday and (day.day - 1) // 7 == (plan.first_on.day - 1) // 7


@given(plans, days, st.integers(0, 800))
@example(Plan(Pattern.MONTHLY_BY_DATE, date(2027, 12, 31)), date(2028, 1, 1), 800)
@example(Plan(Pattern.MONTHLY_BY_DATE, date(2024, 2, 29)), date(2027, 2, 1), 800)
@example(Plan(Pattern.MONTHLY, date(2024, 2, 29)), date(2024, 2, 1), 800)
@example(Plan(Pattern.FORTNIGHTLY, date(2026, 1, 1)), date(2031, 12, 1), 800)
def test_the_days_are_those_that_somebody_counts(plan, start, span):
    end = start + timedelta(days=span)

    assert occurrences(plan, start=start, end=end) == counted(plan, start, end)


@given(plans, st.sampled_from(ZONES), st.times(time(0), time(23, 59)))
@example(
    Plan(Pattern.WEEKLY, date(2026, 1, 4), date(2026, 3, 8)), ZONES[0], time(2, 30)
)
def test_a_program_that_reads_our_rule_finds_the_same_days(plan, zone, at):
    """RFC 5545: the rule belongs to a first date that is one of its days."""
    at = at.replace(second=0, microsecond=0)
    first, wall = plan.first_on, ZoneInfo(zone)
    assume(plan.is_in_season(first))
    rule = rule_of(plan, at=at, zone=wall)
    end = min(first + timedelta(days=1200), date(2041, 1, 1))

    read = rrulestr(rule, dtstart=datetime.combine(first, at, tzinfo=wall))
    until = datetime.combine(end, time(23, 59), tzinfo=wall)
    found = read.between(datetime.combine(first, time(0), tzinfo=wall), until, inc=True)

    ours = occurrences(plan, start=first, end=end)
    assert [moment.date() for moment in found] == ours
    assert {moment.timetz().replace(tzinfo=None) for moment in found} <= {at}


@given(plans, days)
def test_days_that_are_left_out_and_days_that_happen_are_all_the_days(plan, start):
    end = start + timedelta(days=500)
    shut = ShutDays("CA-ON")

    left_out = skipped(plan, shut, start=start, end=end)
    happen = happening(plan, shut, start=start, end=end)

    assert sorted(left_out + happen) == occurrences(plan, start=start, end=end)
    assert all(day in shut for day in left_out)
    assert not any(day in shut for day in happen)


@given(plans, days)
def test_the_next_five_are_the_first_that_happen(plan, start):
    shut = ShutDays("GB-WLS")
    assume(not plan.last_on or plan.last_on > plan.first_on)
    first = max(start, plan.first_on)

    five = next_days(plan, shut, start=start, most=5)

    # The same month comes round in a year: five of them are there in six.
    end = first + timedelta(days=6 * 366)
    assert five == happening(plan, shut, start=start, end=end)[:5]


@given(st.frozensets(days, max_size=10), days, days)
def test_named_days_are_all_meant_and_have_no_rule(others, first, start):
    plan = Plan(Pattern.DATES, first, days=others)
    end = start + timedelta(days=3000)

    found = occurrences(plan, start=start, end=end)

    wanted = {day for day in others | {first} if start <= day <= end}
    assert found == sorted(wanted)
    assert rule_of(plan, at=time(10), zone=UTC) is None
    assert skipped(plan, wanted, start=start, end=end) == []


@pytest.mark.parametrize(
    ("pattern", "first_on", "days"),
    [
        (Pattern.ONCE, date(2026, 3, 10), [10]),
        (Pattern.WEEKLY, date(2026, 3, 3), [3, 10, 17, 24, 31]),
        (Pattern.FORTNIGHTLY, date(2026, 3, 3), [3, 17, 31]),
        (Pattern.MONTHLY, date(2026, 1, 13), [10]),
        (Pattern.MONTHLY_BY_DATE, date(2026, 1, 13), [13]),
    ],
)
def test_a_pattern_says_the_days_of_march(pattern, first_on, days):
    march = {"start": date(2026, 3, 1), "end": date(2026, 3, 31)}

    found = occurrences(Plan(pattern, first_on), **march)

    assert found == [date(2026, 3, day) for day in days]


def test_the_31st_is_the_last_day_of_a_shorter_month():
    found = occurrences(
        Plan(Pattern.MONTHLY_BY_DATE, date(2027, 12, 31)),
        start=date(2028, 1, 1),
        end=date(2028, 6, 30),
    )

    assert [(day.month, day.day) for day in found] == [
        (1, 31),
        (2, 29),
        (3, 31),
        (4, 30),
        (5, 31),
        (6, 30),
    ]


def test_a_fifth_friday_means_the_last_one_of_every_month():
    found = occurrences(
        Plan(Pattern.MONTHLY, date(2026, 1, 30)),
        start=date(2026, 2, 1),
        end=date(2026, 3, 31),
    )

    assert found == [date(2026, 2, 27), date(2026, 3, 27)]


def test_a_season_comes_back_each_year_and_its_last_date_ends_it_for_ever():
    summers = Plan(
        Pattern.WEEKLY,
        date(2026, 5, 2),
        last_on=date(2027, 6, 1),
        months=frozenset(range(5, 10)),
    )

    found = occurrences(summers, start=date(2026, 9, 20), end=date(2028, 12, 31))

    assert found[:3] == [date(2026, 9, 26), date(2027, 5, 1), date(2027, 5, 8)]
    assert found[-1] == date(2027, 5, 29)


@pytest.mark.parametrize(
    ("plan", "rule"),
    [
        (Plan(Pattern.WEEKLY, date(2026, 3, 3)), "FREQ=WEEKLY;BYDAY=TU"),
        (
            Plan(Pattern.FORTNIGHTLY, date(2026, 3, 3), date(2026, 7, 1)),
            "FREQ=WEEKLY;INTERVAL=2;UNTIL=20260701T140000Z;BYDAY=TU",
        ),
        (Plan(Pattern.MONTHLY, date(2026, 1, 30)), "FREQ=MONTHLY;BYDAY=-1FR"),
        (
            Plan(Pattern.MONTHLY_BY_DATE, date(2026, 5, 31), months=frozenset({5, 6})),
            "FREQ=MONTHLY;BYMONTH=5,6;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
        ),
    ],
)
def test_a_rule_is_written_as_calendars_read_it(plan, rule):
    assert rule_of(plan, at=time(10), zone=ZoneInfo("America/Toronto")) == rule
