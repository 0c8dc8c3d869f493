"""A programme as an entry that repeats: the same entry after every change, for those dates
alone that are in public, at the address of what the list's filters let through."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
import recurring_ical_events
import time_machine
import vobject
from icalendar import Calendar

from champions.models import Centre
from cms.enums import Pattern
from cms.services import programmes
from cms.services.centres import open_centre
from cms.services.sessions import cancel_session, upcoming_sessions
from meetings.services.seats import come_as_guest
from tests.cms.published import WORDS, describe, facts, in_public
from tests.factories import in_days, make_champion, make_circle

pytestmark = pytest.mark.django_db

HOME = "/en/cedar-lake/programmes/"


@pytest.fixture
def centre():
    return open_centre(
        Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142"), by=None
    )


@pytest.fixture
def lead(centre):
    return make_champion(centre, make_circle(centre), "Doreen")


def entries(client, url):
    file = client.get(url).content
    return list(Calendar.from_ical(file).walk("VEVENT"))


def spread(client, url, days=70):
    """The days that a calendar program shows."""
    calendar = recurring_ical_events.of(Calendar.from_ical(client.get(url).content))
    today = in_days(0)
    found = calendar.between(today, today + timedelta(days=days))
    return sorted(one["dtstart"].dt.date() for one in found)


def test_a_change_is_the_same_entry_with_a_higher_number(client, centre, lead):
    programme = in_public(centre, lead)
    url = f"{HOME}coffee-colour/calendar.ics"
    (before,) = entries(client, url)

    with time_machine.travel(datetime.now().astimezone() + timedelta(minutes=5)):
        programmes.change_programme(
            programme,
            by=lead.user,
            facts=facts(at=time(14), until=time(15)),
            words=WORDS,
        )
        (after,) = entries(client, url)

    assert before["uid"] == after["uid"] == f"{programme.uuid}@health-champions"
    assert after["sequence"] > before["sequence"]
    assert after["dtstamp"].dt > before["dtstamp"].dt
    assert after["dtstart"].dt.time() == time(14)


def test_asked_twice_it_says_the_same(client, centre, lead):
    in_public(centre, lead)
    for url in (f"{HOME}calendar.ics", f"{HOME}feed.atom"):
        first = client.get(url)
        again = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304


def test_it_says_when_to_ask_again_and_where_it_is_from(client, centre, lead):
    in_public(centre, lead)
    calendar = Calendar.from_ical(client.get(f"{HOME}calendar.ics?day=9").content)
    (event,) = calendar.walk("VEVENT")

    assert str(calendar["name"]) == "Cedar Lake"
    assert calendar["refresh-interval"].dt == timedelta(hours=1)
    assert str(calendar["source"]).endswith("/programmes/calendar.ics?day=9")
    assert str(calendar["url"]).endswith("/en/cedar-lake/programmes/")
    assert str(event["url"]).endswith("/programmes/coffee-colour/")
    assert str(event["color"])
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == [centre.zone]


@pytest.mark.parametrize(
    ("plan", "days"),
    [
        ({"pattern": Pattern.ONCE, "first_on": in_days(5)}, [5]),
        (
            {
                "pattern": Pattern.DATES,
                "first_on": in_days(5),
                "more_days": [in_days(9).isoformat(), in_days(30).isoformat()],
            },
            [5, 9, 30],
        ),
        (
            {
                "pattern": Pattern.FORTNIGHTLY,
                "first_on": in_days(-14),
                "last_on": in_days(30),
                "skips_shut_days": False,
            },
            [0, 14, 28],
        ),
    ],
)
def test_every_pattern_shows_its_days_and_no_other(client, centre, lead, plan, days):
    in_public(centre, lead, at=time(23), until=time(23, 30), **plan)

    shown = spread(client, f"{HOME}coffee-colour/calendar.ics")

    assert shown == [in_days(day) for day in days]


def test_what_happens_once_and_is_called_off_says_so_in_its_own_entry(
    client, centre, lead
):
    programme = in_public(centre, lead, pattern=Pattern.ONCE)
    cancel_session(upcoming_sessions(programme).get(), why="Snow", by=lead.user)

    (event,) = entries(client, f"{HOME}coffee-colour/calendar.ics")

    assert (str(event["uid"]), str(event["status"]), str(event["description"])) == (
        f"{programme.uuid}@health-champions",
        "CANCELLED",
        "Snow",
    )


def test_what_was_said_about_a_moved_date_stands_first_in_its_entry(
    client, centre, lead
):
    programme = in_public(centre, lead, skips_shut_days=False)
    moved = upcoming_sessions(programme)[1]
    moved.note, moved.meeting.place = "Upstairs", "Hall"
    moved.save()
    moved.meeting.save()

    events = entries(client, f"{HOME}coffee-colour/calendar.ics")

    (moved,) = [event for event in events if "recurrence-id" in event]
    assert str(moved["description"]).startswith("Upstairs\nStuck?")


def test_a_date_that_the_plan_does_not_say_any_more_has_an_entry_of_its_own(
    client, centre, lead
):
    programme = in_public(centre, lead, skips_shut_days=False)
    first = upcoming_sessions(programme).first()
    come_as_guest(first.meeting, name="Sam", reach="", submission=uuid4())
    programmes.change_programme(
        programme,
        by=lead.user,
        facts=facts(first_on=in_days(4), skips_shut_days=False),
        words=WORDS,
    )

    shown = spread(client, f"{HOME}coffee-colour/calendar.ics", days=14)

    assert shown == [in_days(3), in_days(4), in_days(11)]


def test_a_break_empties_the_calendars_that_have_it(client, centre, lead):
    programme = in_public(centre, lead)
    programmes.set_state(programme, "resting", by=lead.user)

    for url in (f"{HOME}calendar.ics", f"{HOME}coffee-colour/calendar.ics"):
        (event,) = entries(client, url)
        assert (str(event["status"]), "rrule" in event) == ("CANCELLED", False)


def test_the_filters_of_the_list_are_those_of_the_calendar_and_the_feed(
    client, centre, lead
):
    in_public(centre, lead)
    in_public(centre, lead, title="Sunday soup", is_free=False, cost="2 dollars")

    page = client.get(f"{HOME}?q=soup").content.decode()
    (event,) = entries(client, f"{HOME}calendar.ics?q=soup")
    feed = client.get(f"{HOME}feed.atom?q=soup").content.decode()

    assert "/programmes/calendar.ics?q=soup" in page
    assert "Sunday soup" in event["summary"]
    assert "Coffee" not in feed


def test_only_what_a_centre_has_in_public_is_in_its_catalogues(client, centre, lead):
    other = Centre(slug="beck-lane", name="Beck Lane", phone="020 7946 0000")
    other = open_centre(other, by=None)
    theirs = make_champion(other, make_circle(other), "Priya")
    in_public(other, theirs, title="Theirs")
    describe(centre, lead, title="Draft")
    hidden = in_public(centre, lead, title="Hidden")
    programmes.original_page(hidden).unpublish()

    for name in ("calendar.ics", "feed.atom"):
        file = client.get(f"{HOME}{name}").content.decode()
        assert [w for w in ("Theirs", "Draft", "Hidden") if w in file] == []
    for slug in ("draft", "hidden", "theirs"):
        assert client.get(f"{HOME}{slug}/calendar.ics").status_code == 404


def test_another_reader_understands_it_too(client, centre, lead):
    in_public(centre, lead)
    file = client.get(f"{HOME}calendar.ics").content.decode()

    event = vobject.readOne(file).vevent

    assert event.rruleset[0].replace(tzinfo=None) == datetime.combine(
        in_days(3), time(10)
    )
    assert max(len(line.encode()) for line in file.split("\r\n")) <= 75


def test_more_programmes_ask_the_database_no_more(
    client, centre, lead, django_assert_max_num_queries
):
    for number in range(3):
        in_public(centre, lead, title=f"Group {number}", place=f"Room {number}")
    client.get(f"{HOME}calendar.ics")
    for name in ("calendar.ics", "feed.atom"):
        with django_assert_max_num_queries(8):  # one is for the version of the centre
            client.get(f"{HOME}{name}")
