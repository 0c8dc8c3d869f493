"""Holidays and closed days: no date is made, none with a reply is lost."""

from datetime import date, time
from uuid import uuid4

import pytest
import time_machine

from champions.models import Centre
from cms.enums import OutOfPlan, Pattern
from cms.services import programmes
from cms.services.centres import open_centre
from cms.services.sessions import keep_dates_ahead, make_sessions, upcoming_sessions
from meetings.services.closed_days import close_days, open_days
from meetings.services.seats import come_as_guest
from tests.cms.test_programmes import WORDS, facts
from tests.factories import make_champion, make_circle

pytestmark = pytest.mark.django_db
CHRISTMAS = date(2026, 12, 25)
# A Friday; Christmas and New Year's Day are Fridays too.
FIRST = date(2026, 12, 4)


@pytest.fixture(autouse=True)
def _in_december():
    with time_machine.travel("2026-12-01 15:00:00Z", tick=False):
        yield


@pytest.fixture
def centre():
    return open_centre(
        Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142"), by=None
    )


def describe(centre, **others):
    champion = make_champion(centre, make_circle(centre), "Doreen")
    words = facts(first_on=FIRST, skips_shut_days=True) | others
    return programmes.describe_programme(
        centre, lead=champion, by=champion.user, facts=words, words=WORDS
    )


def days_of(programme):
    return [one.meeting.on for one in upcoming_sessions(programme)]


def say_i_will_come(session):
    come_as_guest(
        session.meeting, name="Sam", language="en", reach="", submission=uuid4()
    )


def test_a_holiday_has_no_date(centre):
    programme = describe(centre)

    assert CHRISTMAS not in days_of(programme)
    assert date(2026, 12, 18) in days_of(programme)


def test_who_says_that_it_happens_all_the_same_has_every_week(centre):
    programme = describe(centre, skips_shut_days=False)

    assert CHRISTMAS in days_of(programme)


def test_named_days_are_kept_on_a_holiday_too(centre):
    named = {"pattern": Pattern.DATES, "more_days": [CHRISTMAS.isoformat()]}
    programme = describe(centre, **named)

    assert days_of(programme) == [FIRST, CHRISTMAS]


def test_days_on_which_the_centre_closes_later_lose_their_dates_in_the_night(centre):
    programme = describe(centre)
    flood = {"first_on": date(2026, 12, 7), "last_on": date(2026, 12, 13)}
    row = close_days(centre, words="A flood", by=None, **flood)

    keep_dates_ahead()
    while_closed = days_of(programme)
    open_days(row, by=None)
    keep_dates_ahead()

    assert date(2026, 12, 11) not in while_closed
    assert date(2026, 12, 11) in days_of(programme)


def test_a_date_that_somebody_comes_to_stays_and_is_asked_about(centre):
    programme = describe(centre)
    second = programme.sessions.get(original_on=date(2026, 12, 11))
    say_i_will_come(second)
    day = {"first_on": second.original_on, "last_on": second.original_on}
    row = close_days(centre, words="Floors are washed", by=None, **day)

    made = [make_sessions(programme) for _night in range(2)]
    second.refresh_from_db()
    asked = second.out_of_plan
    open_days(row, by=None)
    make_sessions(programme)
    second.refresh_from_db()

    assert made == [0, 0]
    assert (asked, second.out_of_plan) == (OutOfPlan.ASKED, OutOfPlan.IN_PLAN)


def test_no_date_is_made_out_of_season(centre):
    programme = describe(centre, months=[12, 2], at=time(9))

    assert {day.month for day in days_of(programme)} == {12, 2}
