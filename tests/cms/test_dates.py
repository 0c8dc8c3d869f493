from datetime import date

import pytest

from cms.dates import occurrences
from cms.enums import Pattern


@pytest.mark.parametrize(
    ("pattern", "first_on", "days"),
    [
        (Pattern.ONCE, date(2026, 3, 10), [10]),
        (Pattern.WEEKLY, date(2026, 3, 3), [3, 10, 17, 24, 31]),
        (Pattern.FORTNIGHTLY, date(2026, 3, 3), [3, 17, 31]),
        (Pattern.MONTHLY, date(2026, 1, 13), [10]),
    ],
)
def test_a_pattern_says_the_days_of_march(pattern, first_on, days):
    march = {"start": date(2026, 3, 1), "end": date(2026, 3, 31)}

    found = occurrences(pattern, first_on, None, **march)

    assert found == [date(2026, 3, day) for day in days]


def test_a_fifth_friday_means_the_last_one_of_every_month():
    found = occurrences(
        Pattern.MONTHLY,
        date(2026, 1, 30),
        None,
        start=date(2026, 2, 1),
        end=date(2026, 3, 31),
    )

    assert found == [date(2026, 2, 27), date(2026, 3, 27)]


def test_nothing_happens_after_the_season():
    found = occurrences(
        Pattern.WEEKLY,
        date(2026, 3, 3),
        date(2026, 3, 10),
        start=date(2026, 3, 1),
        end=date(2026, 3, 31),
    )

    assert found == [date(2026, 3, 3), date(2026, 3, 10)]
