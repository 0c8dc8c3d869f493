"""One source, every catalogue: the next five dates, one of them moved and one called off,
a holiday left out, are the same wherever somebody reads them."""

import re
from datetime import date, datetime, time, timedelta

import feedparser
import pytest
import rdflib
import recurring_ical_events
import time_machine
from bs4 import BeautifulSoup
from icalendar import Calendar

from champions.models import Centre
from champions.when import day_in_words
from cms.models import Session
from cms.services import programmes
from cms.services.centres import open_centre
from cms.services.sessions import cancel_session
from meetings.services.moving import move_meeting
from tests.cms.published import in_public
from tests.factories import make_champion, make_circle

pytestmark = [
    pytest.mark.django_db,
    # Of rdflib's own parser, which is theirs to change.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),
]

NOW = datetime.fromisoformat("2026-12-07T09:00-05:00")
HOME = "/en/cedar-lake/programmes/"
PAGE = f"{HOME}coffee-colour/"
# Christmas Day and New Year's Day are Fridays: no date. The 18th goes to Saturday, the
# 8th of January is called off.
TRUTH = [
    (date(2026, 12, 11), "on"),
    (date(2026, 12, 19), "on"),
    (date(2027, 1, 8), "off"),
    (date(2027, 1, 15), "on"),
    (date(2027, 1, 22), "on"),
]
FIVE = len(TRUTH)
SCHEMA = rdflib.Namespace("https://schema.org/")


@pytest.fixture
def world():
    """The clock stands still in the week before."""
    with time_machine.travel(NOW, tick=False):
        centre = Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142")
        centre = open_centre(centre, by=None)
        lead = make_champion(centre, make_circle(centre), "Doreen")
        programme = in_public(centre, lead, first_on=date(2026, 12, 4))
        _change_two(programme, lead)
        yield programme


def _change_two(programme, lead):
    dates = {one.original_on: one for one in Session.objects.of(programme.centre)}
    moved = dates[date(2026, 12, 18)].meeting
    move_meeting(
        moved,
        on=date(2026, 12, 19),
        at=time(14),
        until=time(15),
        place=moved.place,
        by=None,
    )
    cancel_session(dates[date(2027, 1, 8)], why="Snow", by=lead.user)


# --- Readers: each gives days in order, and whether it is on -------------------------


def on_page(client, programme):
    html = client.get(PAGE).content
    rows = BeautifulSoup(html, "html.parser").select("ul.rows > li.row")
    return _by_words(row.get_text(" ") for row in rows)[:FIVE]


def in_calendar(client, programme):
    file = client.get(f"{PAGE}calendar.ics").content
    return _of_calendar(file)


def in_calendar_of_all(client, programme):
    return _of_calendar(client.get(f"{HOME}calendar.ics?free=on").content)


def _of_calendar(file):
    calendar = recurring_ical_events.of(Calendar.from_ical(file))
    events = calendar.between(NOW, NOW + timedelta(days=70))
    found = [
        (one["dtstart"].dt.date(), "off" if one["status"] == "CANCELLED" else "on")
        for one in events
    ]
    return sorted(found)[:FIVE]


def in_feed(client, programme):
    feed = feedparser.parse(client.get(f"{HOME}feed.atom").content)
    assert not feed.bozo
    uuids = {one.meeting.uuid.urn for one in programme.sessions.all()}
    dates = [one for one in feed.entries if one.id in uuids]
    found = [(_stamp(one.summary), _off(one.title)) for one in dates]
    return sorted((when.date(), said) for when, said in found)


def _stamp(html):
    return datetime.fromisoformat(
        BeautifulSoup(html, "html.parser").find("time")["datetime"]
    )


def in_linked_data(client, programme):
    graph = linked_data_of(client.get(PAGE).content)
    found = [
        (
            datetime.fromisoformat(str(graph.value(one, SCHEMA.startDate))).date(),
            "off" if "Cancelled" in str(graph.value(one, SCHEMA.eventStatus)) else "on",
        )
        for one in graph.objects(None, SCHEMA.subEvent)
    ]
    return sorted(found)


def linked_data_of(html):
    """As a parser reads it that was not written here, without a network."""
    script = BeautifulSoup(html, "html.parser").find(
        "script", type="application/ld+json"
    )
    return rdflib.Graph().parse(data=script.string, format="json-ld")


def in_directory(client, programme):
    service = client.get(f"/api/hsds/services/{programme.uuid}").json()
    (schedule,) = service["schedules"]
    return [
        (
            datetime.fromisoformat(one["starts_at"]).date(),
            "off" if one["status"] == "cancelled" else "on",
        )
        for one in schedule["next_dates"]
    ]


def in_words_of_directory(client, programme):
    service = client.get(f"/api/hsds/services/{programme.uuid}").json()
    assert "called off" in service["alert"]
    return _by_words(service["schedules"][0]["notes"].split("; "))


def on_sheet(client, programme):
    return _on_paper(client, f"{PAGE}sheet/", programme)


def on_poster(client, programme):
    return _on_paper(client, f"{PAGE}poster/")


def on_door_sign(client, programme):
    return _on_paper(client, f"{PAGE}door/", programme)


def _on_paper(client, path, programme=None):
    """As its lines are read; signed in as who runs it where it is not in public."""
    if programme:
        client.force_login(programme.leads.get().user)
    html = client.get(path).content
    client.logout()
    lines = BeautifulSoup(html, "html.parser").select("ul.dates > li")
    return _by_words(line.get_text(" ") for line in lines)


def on_month_sheets(client, programme):
    found = []
    for month in ("2026-12", "2027-01"):
        html = client.get(f"{HOME}month/", {"month": month}).content
        for day in BeautifulSoup(html, "html.parser").select("section.of-day"):
            heading = day.h2.get_text()
            lines = day.select(f"li[data-programme={programme.slug}]")
            found += _by_words(f"{heading} {line.get_text(' ')}" for line in lines)
    return found[:FIVE]


def _by_words(texts):
    """The day that each text names, and whether it says that it is off."""
    days = {day_in_words(NOW.date() + timedelta(n)): n for n in range(100)}
    found = []
    for text in texts:
        named = [n for words, n in days.items() if re.search(rf"{words}\b", text)]
        if named:
            found.append((NOW.date() + timedelta(named[0]), _off(text)))
    return found


def _off(text):
    return "off" if "called off" in text else "on"


# A new catalogue or paper is one more line here.
READERS = [
    on_page,
    in_calendar,
    in_calendar_of_all,
    in_feed,
    in_linked_data,
    in_directory,
    in_words_of_directory,
    on_sheet,
    on_poster,
    on_door_sign,
    on_month_sheets,
]


@pytest.mark.parametrize("reader", READERS, ids=lambda one: one.__name__)
def test_every_catalogue_tells_the_same_dates(client, world, reader):
    assert reader(client, world) == TRUTH


def test_a_calendar_goes_on_beyond_the_dates_that_are_kept(client, world):
    """By the rule, without the holidays: in a year it still knows Good Friday."""
    file = client.get(f"{PAGE}calendar.ics").content
    calendar = recurring_ical_events.of(Calendar.from_ical(file))

    found = calendar.between(date(2028, 4, 1), date(2028, 4, 30))

    days = [one["dtstart"].dt.date().day for one in found]
    assert days == [7, 21, 28]


def test_a_schedule_promises_no_date_that_does_not_happen(client, world):
    graph = linked_data_of(client.get(PAGE).content)
    (schedule,) = graph.objects(None, SCHEMA.eventSchedule)
    left_out = {str(day) for day in graph.objects(schedule, SCHEMA.exceptDate)}

    assert {"2026-12-18", "2026-12-25", "2027-01-01", "2027-01-08"} <= left_out
    assert str(graph.value(schedule, SCHEMA.repeatFrequency)) == "P1W"
    assert str(graph.value(schedule, SCHEMA.byDay)) == "https://schema.org/Friday"


def test_a_moved_date_says_from_where(client, world):
    graph = linked_data_of(client.get(PAGE).content)

    (moved,) = graph.subject_objects(SCHEMA.previousStartDate)

    assert str(moved[1]) == "2026-12-18T10:00:00-05:00"
    assert str(graph.value(moved[0], SCHEMA.startDate)) == "2026-12-19T14:00:00-05:00"
    assert str(graph.value(moved[0], SCHEMA.eventStatus)).endswith("EventRescheduled")


def test_what_ends_is_told_to_calendars_that_took_it(client, world):
    lead = world.leads.get().user
    uid = f"{world.uuid}@health-champions"
    first = Calendar.from_ical(client.get(f"{PAGE}calendar.ics").content)
    seen = {str(event["uid"]): event for event in first.walk("VEVENT")}

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        programmes.set_state(world, "finished", by=lead)
        file = client.get(f"{PAGE}calendar.ics").content
        everything = client.get(f"{HOME}calendar.ics").content
        feed = client.get(f"{HOME}feed.atom").content
        service = client.get(f"/api/hsds/services/{world.uuid}")

    after = {str(e["uid"]): e for e in Calendar.from_ical(file).walk("VEVENT")}
    assert after[uid]["status"] == "CANCELLED"
    assert after[uid]["sequence"] > seen[uid]["sequence"]
    assert "rrule" not in after[uid]
    assert b"VEVENT" not in everything
    assert not feedparser.parse(feed).entries
    assert service.status_code == 404
