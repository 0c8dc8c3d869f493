"""Over ten years, in every zone of the world, through snow, holidays, closures, rests
and changes of the clocks, the rules say what an oracle counts day by day; and four
faults planted in the rules are caught by it."""

import zoneinfo
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings import cadence
from meetings.cadence import GUIDEBOOK, Limits, Policy
from meetings.enums import RHYTHM_KINDS, MeetingKind, Stage
from tests.meetings.day_counting import DisagreementError, Rules, live

ZONES = sorted(zoneinfo.available_timezones())
A_YEAR_AND_A_HALF = 550
OFTEN = 20
LIVES = 5


@settings(max_examples=25, deadline=None)
@given(zone=st.sampled_from(ZONES), seed=st.integers(0, 10**6))
def test_the_rules_say_what_the_days_count(zone, seed):
    assert live(Rules(), zone=zone, seed=seed, days=A_YEAR_AND_A_HALF) > 0


def test_ten_years_lose_no_get_together():
    assert live(Rules(), zone="America/Toronto", seed=29) > OFTEN


@pytest.mark.prove
@pytest.mark.parametrize("zone", ZONES)
def test_ten_years_in_every_zone(zone):
    assert live(Rules(), zone=zone, seed=ZONES.index(zone)) > OFTEN


FAULTS = {
    "late from day 21 instead of 22": Rules(policy=Policy(second=Limits(14, 14, 20))),
    "moments not derived anew after a change of zone": Rules(derives_again=False),
    "an extra get-together resets the clock": Rules(
        setting=RHYTHM_KINDS | {MeetingKind.EXTRA}
    ),
    "those who stay monthly lose their own last date": Rules(counts_apart=False),
}


def first_disagreement(rules):
    """In some lives of ten years; empty when they all go well."""
    for seed in range(LIVES):
        try:
            live(rules, zone="America/Toronto", seed=seed)
        except DisagreementError as found:
            return str(found)
    return ""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(fault):
    assert first_disagreement(FAULTS[fault]).startswith("the rules say")


def test_the_same_lives_go_well_by_the_right_rules():
    assert first_disagreement(Rules()) == ""


@pytest.mark.parametrize("year", [2028, 2032])
def test_a_group_meets_on_the_leap_day(year):
    leap_day = date(year, 2, 29)
    start = leap_day - timedelta(days=28)

    found = cadence.proposals(GUIDEBOOK, Stage.MONTHLY, start, start)
    later = cadence.proposals(GUIDEBOOK, Stage.MONTHLY, leap_day, leap_day)

    assert leap_day in found
    assert all(28 <= (on - leap_day).days <= 35 for on in later)
