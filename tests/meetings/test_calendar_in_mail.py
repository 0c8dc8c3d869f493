"""What goes along with a mail about a gathering: an entry for one's own calendar, the
same one after a move, taken out again when it is called off."""

import re
import uuid
from datetime import date, datetime, time
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar

from champions.enums import Channel
from champions.messages import sender
from meetings.enums import MeetingKind, Route, Say
from meetings.services import answer
from meetings.services.gatherings import cancel_meeting
from meetings.services.invitations import invite
from meetings.services.moving import move_meeting
from meetings.services.seats import come_as_guest
from tests.factories import (
    AFTERNOON,
    in_days,
    make_centre,
    make_circle,
    make_gathering,
    make_person,
    make_seat,
    make_workshop_pair,
)

pytestmark = pytest.mark.django_db
TORONTO = ZoneInfo("America/Toronto")


@pytest.fixture
def centre():
    return make_centre(email="hello@cedar.example")


@pytest.fixture
def post(mail_server, settings):
    """Sends what waits and returns the calendar parts of the mails, as they arrived."""
    settings.EMAIL_URL = mail_server.address
    settings.BASE_URL = "https://champions.example"

    def parts():
        mail_server.mailbox.envelopes.clear()
        sender.send_waiting(seconds=5)
        mails = [
            message_from_bytes(one.content, policy=policy.default)
            for one in mail_server.mailbox.envelopes
        ]
        return [
            part
            for mail in mails
            for part in mail.walk()
            if part.get_content_type() == "text/calendar"
        ]

    return parts


def entry(part):
    calendar = Calendar.from_ical(part.get_content())
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def say_yes(meeting, **fields):
    seat = make_seat(meeting, "Rosa", email="rosa@example.org", **fields)
    return answer(seat, say=Say.YES, by=None, how=Channel.EMAIL)


def test_a_place_comes_with_an_entry_that_mail_programs_know(centre, post):
    say_yes(make_gathering(centre, on=date(2027, 3, 20), title="Thursday at two"))

    (part,) = post()

    calendar, event = entry(part)
    assert part["Content-Type"].params["method"] == calendar["METHOD"] == "PUBLISH"
    assert part.get_filename() == "calendar.ics"
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)
    assert event["SUMMARY"] == "Thursday at two – Cedar Lake"
    assert event["DTSTART"].dt == datetime(2027, 3, 20, 13, 30, tzinfo=TORONTO)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["America/Toronto"]
    assert event["ORGANIZER"] == "mailto:hello@cedar.example"


def test_the_entry_leads_to_the_reply(centre, post, client):
    say_yes(make_gathering(centre))

    (part,) = post()

    _calendar, event = entry(part)
    link = event["URL"]
    assert link in event["DESCRIPTION"]
    assert "705-555-0142" in event["DESCRIPTION"]
    assert client.get(link.removeprefix("https://champions.example")).status_code == 200
    assert max(len(line) for line in part.get_content().encode().splitlines()) <= 75
    assert not re.search(r"\{(link|code):", part.get_content())


def test_a_move_is_the_same_entry_with_a_higher_number(centre, post):
    meeting = make_gathering(centre)
    say_yes(meeting)
    (first,) = post()

    move_meeting(meeting, on=in_days(9), place="hall", by=None, **AFTERNOON)
    (second,) = post()

    (_calendar, was), (calendar, now) = entry(first), entry(second)
    assert (was["UID"], was["SEQUENCE"]) == (now["UID"], now["SEQUENCE"] - 1)
    assert (calendar["METHOD"], now["LOCATION"]) == ("PUBLISH", "hall")


def test_calling_off_takes_the_entry_out(centre, post):
    meeting = make_gathering(centre)
    say_yes(meeting)
    (first,) = post()

    cancel_meeting(meeting, why="Snow", by=None)
    (second,) = post()

    (_calendar, was), (calendar, now) = entry(first), entry(second)
    assert second["Content-Type"].params["method"] == calendar["METHOD"] == "CANCEL"
    assert (now["UID"], now["STATUS"]) == (was["UID"], "CANCELLED")
    assert now["SEQUENCE"] > was["SEQUENCE"]
    assert (now["DESCRIPTION"], "URL" in now) == ("Snow", False)


def test_an_entry_is_known_again_after_the_site_has_moved(centre, post, settings):
    meeting = make_gathering(centre)
    say_yes(meeting)
    (first,) = post()

    settings.BASE_URL = "https://elsewhere.example"
    move_meeting(meeting, on=in_days(9), place="hall", by=None, **AFTERNOON)
    (second,) = post()

    assert entry(first)[1]["UID"] == entry(second)[1]["UID"]


def test_who_waits_for_a_place_gets_no_entry(centre, post):
    meeting = make_gathering(centre, places=1)
    answer(make_seat(meeting, "Kofi"), say=Say.YES, by=None, how=Channel.PHONE)

    say_yes(meeting)

    assert post() == []


def test_an_invitation_brings_an_entry_that_is_not_sure_yet(centre, post):
    workshop = make_workshop_pair(centre, make_circle(centre))
    rosa = make_person(centre, email="rosa@example.org")
    invite(rosa, workshop, route=Route.GENERAL, by=None)

    (part,) = post()

    _calendar, event = entry(part)
    assert event["STATUS"] == "TENTATIVE"
    assert "/en/i/" in event["URL"]


def test_a_guest_gets_the_entry_too(centre, post):
    session = make_gathering(centre, kind=MeetingKind.SESSION)
    come_as_guest(
        session, name="Ines", reach="ines@example.org", submission=uuid.uuid4()
    )

    (part,) = post()

    assert entry(part)[1]["STATUS"] == "CONFIRMED"


def test_it_is_in_the_language_of_who_gets_it(centre, post):
    meeting = make_gathering(centre)
    lucie = make_person(centre, "Lucie", email="l@example.org", language="fr")
    seat = meeting.seats.create(centre=centre, person=lucie)

    answer(seat, say=Say.YES, by=None, how=Channel.EMAIL)

    (part,) = post()
    assert "Rencontre mensuelle – Cedar Lake" in part.get_content()


@pytest.mark.parametrize(
    "day", [date(2027, 3, 14), date(2027, 11, 7), date(2028, 2, 29)]
)
def test_an_independent_reader_sees_the_hours_on_the_wall(centre, post, day):
    """At the turns of the clock and on 29 February."""
    say_yes(make_gathering(centre, on=day))

    (part,) = post()

    calendar = Calendar.from_ical(part.get_content())
    (seen,) = recurring_ical_events.of(calendar).at(day)
    begins = seen["DTSTART"].dt.astimezone(TORONTO)
    assert (begins.date(), begins.time()) == (day, time(13, 30))
