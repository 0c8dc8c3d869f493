"""Many wrong codes in a day are told to staff, here or in all centres together."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from champions.models import WrongCode
from champions.services.wrong_codes import (
    MANY_ANYWHERE,
    MANY_HERE,
    ManyWrong,
    many_wrong_codes,
)
from tests.factories import make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def hour():
    now: datetime = timezone.now()
    return now.replace(minute=0, second=0, microsecond=0)


def typed(centre, count, hour, source="a"):
    WrongCode.objects.create(centre=centre, source=source, hour=hour, count=count)


def test_slips_of_the_hand_are_told_to_nobody(centre, hour):
    typed(centre, MANY_HERE - 1, hour)

    assert many_wrong_codes(centre) is None


def test_many_here_are_counted_over_the_day_and_by_source(centre, hour):
    before = hour - timedelta(hours=3)
    typed(centre, MANY_HERE - 1, before)
    typed(centre, 1, hour)
    typed(centre, 1, hour, source="b")

    assert many_wrong_codes(centre) == ManyWrong(MANY_HERE + 1, 2, before, is_here=True)


def test_many_at_another_centre_are_no_matter_of_this_one(centre, hour):
    typed(make_centre("harbourview"), MANY_HERE, hour)

    assert many_wrong_codes(centre) is None


def test_very_many_in_all_centres_are_told_to_each(centre, hour):
    typed(centre, 1, hour)
    typed(make_centre("harbourview"), MANY_ANYWHERE - 1, hour, source="b")

    assert many_wrong_codes(centre) == ManyWrong(MANY_ANYWHERE, 2, hour, is_here=False)


def test_after_a_quiet_day_nothing_is_told(centre, hour):
    typed(centre, MANY_HERE, hour - timedelta(hours=24))

    assert many_wrong_codes(centre) is None
