import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.services.times import moment

TORONTO = zoneinfo.ZoneInfo("America/Toronto")
ZONES = sorted(zoneinfo.available_timezones())
# Nobody's clocks change in the afternoon, but for a handful of islands moving the
# date line, which lose or repeat the whole day.
AFTERNOON = time(13, 30)


@pytest.mark.parametrize(
    ("on", "utc"),
    [
        (date(2026, 3, 7), datetime(2026, 3, 7, 18, 30, tzinfo=UTC)),
        (date(2026, 3, 8), datetime(2026, 3, 8, 17, 30, tzinfo=UTC)),
        (date(2026, 11, 1), datetime(2026, 11, 1, 18, 30, tzinfo=UTC)),
        (date(2028, 2, 29), datetime(2028, 2, 29, 18, 30, tzinfo=UTC)),
    ],
)
def test_half_past_one_stays_half_past_one_when_clocks_change(on, utc):
    assert moment(on, AFTERNOON, TORONTO) == utc


def test_a_time_that_occurs_twice_is_its_first():
    utc = moment(date(2026, 11, 1), time(1, 30), TORONTO)

    assert utc == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_time_that_does_not_occur_is_not_lost():
    utc = moment(date(2026, 3, 8), time(2, 30), TORONTO)

    assert utc == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.dates(date(2025, 1, 1), date(2035, 12, 31)),
    st.integers(1, 120),
)
def test_the_clock_on_the_wall_is_kept_in_every_zone(name, start, weeks):
    zone = zoneinfo.ZoneInfo(name)
    on = start + timedelta(weeks=weeks)

    local = moment(on, AFTERNOON, zone).astimezone(zone)

    assert (local.date(), local.time()) == (on, AFTERNOON)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(ZONES), st.dates(date(2025, 1, 1), date(2035, 12, 31)))
def test_a_weekly_series_of_a_year_loses_and_doubles_none(name, start):
    zone = zoneinfo.ZoneInfo(name)

    series = [moment(start + timedelta(weeks=n), AFTERNOON, zone) for n in range(53)]

    assert sorted(set(series)) == series
