"""Who is told what about a gathering: once, on their own channel, never what is over."""

import uuid
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine

from champions.enums import Channel, MessageState
from champions.models import Message, TypedCode
from meetings.enums import MeetingKind, Say
from meetings.services import answer
from meetings.services.booking import book_next
from meetings.services.draw_day import draw_at
from meetings.services.draws import give_places
from meetings.services.gatherings import cancel_meeting
from meetings.services.moving import move_meeting
from meetings.services.seats import come_as_guest
from tests.factories import (
    AFTERNOON,
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_seat,
    make_staff,
    make_workshop_pair,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


def rosa_at(meeting, **fields):
    fields = {"email": "rosa@example.org"} | fields
    return make_seat(meeting, "Rosa", **fields)


def say(seat, what):
    return answer(seat, say=what, by=None, how=Channel.EMAIL)


def told(state=MessageState.QUEUED):
    messages = Message.objects.filter(state=state).order_by("pk")
    return [message.name for message in messages]


def test_who_gets_a_place_is_told_with_a_calendar_entry(centre):
    meeting = make_gathering(centre, on=in_days(7), title="Thursday at two")

    say(rosa_at(meeting), Say.YES)

    message = Message.objects.get()
    assert message.name == "meetings/you_are_in"
    assert message.text.splitlines()[0] == "Hello Rosa,"
    assert "Thursday at two" in message.text.splitlines()
    assert message.calendar.startswith("BEGIN:VCALENDAR")


def test_a_yes_and_a_no_and_a_yes_again_are_told_each_time(centre):
    seat = rosa_at(make_gathering(centre))

    for what in (Say.YES, Say.YES, Say.NO, Say.YES):
        say(seat, what)

    assert told() == ["meetings/you_are_in", "meetings/you_are_in"]


def test_who_waits_and_who_is_offered_a_place_is_told(centre):
    meeting = make_gathering(centre, places=1, days=30)
    first = say(make_seat(meeting, "Tomas"), Say.YES)
    say(rosa_at(meeting), Say.YES)

    say(first, Say.NO)

    assert told() == ["meetings/waiting", "meetings/offered"]


def test_those_who_hope_are_told_and_later_confirmed(centre):
    workshop = make_workshop_pair(centre, make_circle(centre))
    say(rosa_at(workshop), Say.YES)

    with time_machine.travel(draw_at(workshop)):
        give_places(workshop)
        give_places(workshop)

    assert told() == ["meetings/hoping", "meetings/confirmed"]


def test_a_booking_asks_each_member_once_in_their_language(centre, anne):
    circle = make_circle(centre)
    make_champion(centre, circle, "Lucie", email="l@example.org", language="fr")

    meeting = book_next(circle, on=in_days(14), by=anne)
    book_next(circle, on=in_days(14), by=anne)

    message = Message.objects.get()
    assert (message.name, message.language) == ("meetings/asked", "fr")
    assert message.links["reply"]["path"] == "/fr/seat/{token}/"
    assert TypedCode.objects.get().live_until == meeting.ends_at


def test_who_answers_on_one_way_is_asked_on_no_other(centre, anne):
    circle = make_circle(centre)
    lucie = make_champion(
        centre, circle, "Lucie", phone="+17055550142", channel="phone"
    )
    meeting = book_next(circle, on=in_days(14), by=anne)

    answer(meeting.seats.get(person=lucie), say=Say.NO, by=anne, how=Channel.IN_PERSON)

    assert told() == []
    assert told(MessageState.CANCELLED) == ["meetings/asked"]


def test_a_move_is_told_instead_of_what_has_not_left_yet(centre, anne):
    meeting = make_gathering(centre)
    say(rosa_at(meeting), Say.YES)
    say(make_seat(meeting, "Kofi", email="k@example.org"), Say.NO)

    for days in (9, 11):
        move_meeting(meeting, on=in_days(days), place="hall", by=anne, **AFTERNOON)

    assert told() == ["meetings/moved"]
    assert told(MessageState.CANCELLED) == ["meetings/you_are_in", "meetings/moved"]


def test_calling_off_is_told_once_with_its_reason(centre, anne):
    meeting = make_gathering(centre)
    say(rosa_at(meeting), Say.YES)

    for _ in range(2):
        cancel_meeting(meeting, why="Snow", by=anne)

    message = Message.objects.get(state=MessageState.QUEUED)
    assert message.name == "meetings/called_off"
    assert "The reason: Snow." in message.text


def test_nobody_hears_of_a_draft_that_is_dropped(centre, anne):
    meeting = make_gathering(centre, announced=False)
    rosa_at(meeting)

    cancel_meeting(meeting, why="", by=anne)

    assert told() == []


def test_a_letter_carries_the_code_and_no_long_link(centre, anne):
    circle = make_circle(centre)
    make_champion(centre, circle, address="3 Elm Street", channel=Channel.LETTER)

    book_next(circle, on=in_days(14), by=anne)

    letter = Message.objects.get()
    assert letter.channel == Channel.LETTER
    assert ("{code:reply}" in letter.html, "{link:reply}" in letter.html) == (
        True,
        False,
    )


def test_a_guest_who_left_an_address_is_told(centre):

    session = make_gathering(centre, kind=MeetingKind.SESSION)

    come_as_guest(
        session, name="Ines", reach="ines@example.org", submission=uuid.uuid4()
    )
    come_as_guest(session, name="Omar", reach="705 555 0143", submission=uuid.uuid4())

    message = Message.objects.get()
    assert (message.to_address, message.person) == ("ines@example.org", None)
    assert message.links["reply"]["purpose"] == "guest"


A_DAY = date(2026, 12, 1)


def at_night(day=0, hour=22):
    toronto = ZoneInfo("America/Toronto")
    return datetime.combine(in_days(day, A_DAY), time(hour), tzinfo=toronto)


def leaves(name):
    message = Message.objects.filter(name=name, state=MessageState.QUEUED).get()
    return message.not_before


@pytest.mark.parametrize(("days", "waits"), [(1, False), (2, True), (9, True)])
def test_calling_off_tomorrow_is_told_in_the_night_and_a_later_day_in_the_morning(
    centre, settings, days, waits
):
    settings.QUIET_HOURS = "20:00-08:00"
    with time_machine.travel(at_night(), tick=False):
        meeting = make_gathering(centre, on=in_days(days, A_DAY))
        say(rosa_at(meeting), Say.YES)
        cancel_meeting(meeting, why="", by=None)

        assert leaves("meetings/called_off") == (
            at_night(1, hour=8) if waits else at_night()
        )


def test_who_means_to_come_tomorrow_hears_in_the_night_that_it_is_another_day(
    centre, settings
):
    settings.QUIET_HOURS = "20:00-08:00"
    with time_machine.travel(at_night(), tick=False):
        meeting = make_gathering(centre, on=in_days(1, A_DAY))
        say(rosa_at(meeting), Say.YES)
        move_meeting(meeting, on=in_days(20, A_DAY), place="hall", by=None, **AFTERNOON)

        assert leaves("meetings/moved") == at_night()


def test_who_answers_in_the_night_has_the_answer_at_once(centre, settings):
    settings.QUIET_HOURS = "20:00-08:00"
    with time_machine.travel(at_night(), tick=False):
        say(rosa_at(make_gathering(centre)), Say.YES)

        assert leaves("meetings/you_are_in") == at_night()


def come_with_a_number(session, reach="705 555 0143"):
    return come_as_guest(session, name="Omar", reach=reach, submission=uuid.uuid4())


def test_a_guest_who_left_a_number_is_called_when_the_date_is_off(centre):
    session = make_gathering(centre, kind=MeetingKind.SESSION)
    come_with_a_number(session)
    come_with_a_number(session, reach="ask my sister")

    cancel_meeting(session, why="Snow", by=None)

    call = Message.objects.get()
    assert (call.channel, call.person, call.to_name) == (Channel.PHONE, None, "Omar")
    assert (call.to_address, call.not_after) == ("+17055550143", session.ends_at)
    assert call.text.startswith("Hello Omar,")


def test_a_guest_who_left_a_number_is_called_when_the_date_is_moved(centre):
    session = make_gathering(centre, kind=MeetingKind.SESSION)
    come_with_a_number(session)

    move_meeting(session, on=in_days(9), place="hall", by=None, **AFTERNOON)

    assert told() == ["meetings/moved"]


def test_nobody_is_called_to_hear_what_they_have_just_said(centre):
    seat = make_seat(
        make_gathering(centre), "Kofi", phone="+17055550144", channel=Channel.PHONE
    )

    answer(seat, say=Say.YES, by=None, how=Channel.PHONE)

    assert told() == []


def test_a_letter_about_what_is_called_off_has_no_reply_slip(centre):
    meeting = make_gathering(centre)
    seat = make_seat(meeting, "Lou", address="2 Elm Road", channel=Channel.LETTER)
    say(seat, Say.YES)

    cancel_meeting(meeting, why="", by=None)

    letter = Message.objects.get(name="meetings/called_off")
    assert "reply" not in letter.links
    assert "{code:" not in letter.html + letter.text
