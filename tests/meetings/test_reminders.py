"""One reminder before a gathering: to who comes, by their own way, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from champions.enums import Channel, MessageState
from champions.models import Message, Person
from champions.services.people import mark_do_not_contact
from meetings.enums import Reply, Say
from meetings.models import Seat
from meetings.services.gatherings import cancel_meeting
from meetings.services.moving import move_meeting
from meetings.services.reminding import REMINDER, remind
from meetings.services.seats import answer
from tests.factories import AFTERNOON, make_centre, make_gathering, make_person

pytestmark = pytest.mark.django_db
TORONTO = ZoneInfo("America/Toronto")
DAY = datetime(2027, 3, 18, 13, 30, tzinfo=TORONTO)
EMAIL = {"email": "rosa@example.org"}
LETTER = {"address": "2 Elm Road", "channel": Channel.LETTER}
PHONE = {"phone": "+17055550144", "channel": Channel.PHONE}


@pytest.fixture
def meeting():
    return make_gathering(make_centre(), on=DAY.date())


def comes(meeting, name="Rosa", reply=Reply.COMING, **ways):
    """Somebody who has a place since weeks ago."""
    person = make_person(meeting.centre, name, **(ways or EMAIL))
    return Seat.objects.create(
        centre=meeting.centre,
        meeting=meeting,
        person=person,
        reply=reply,
        replied_at=DAY - timedelta(days=30),
    )


def before(days, hour=9):
    return datetime.combine(
        DAY.date() - timedelta(days=days), time(hour), tzinfo=TORONTO
    )


def remind_at(moment):
    with time_machine.travel(moment, tick=False):
        return remind(moment)


def reminders(state=MessageState.QUEUED):
    return Message.objects.filter(name=REMINDER, state=state)


@pytest.mark.parametrize(
    ("ways", "channel", "days"),
    [(EMAIL, "email", 2), (PHONE, "phone", 2), (LETTER, "letter", 10)],
)
def test_each_is_reminded_in_their_own_way_early_enough(meeting, ways, channel, days):
    comes(meeting, **ways)

    assert remind_at(before(days + 1, hour=23)) == 0
    assert remind_at(before(days, hour=0)) == 1

    assert reminders().get().channel == channel


def test_the_reminder_says_when_and_where_and_how_to_change_it(meeting):
    comes(meeting)
    remind_at(before(2))

    reminder = reminders().get()
    assert reminder.subject == "See you on Thursday 18 March"
    assert "the big room" in reminder.text
    assert reminder.links["reply"]["purpose"] == "seat"
    assert "BEGIN:VEVENT" in reminder.calendar


def test_nobody_is_reminded_twice(meeting):
    comes(meeting)

    assert [remind_at(before(2, hour)) for hour in (9, 10, 11)] == [1, 0, 0]
    Message.objects.update(state=MessageState.SENT)
    assert remind_at(before(1)) == 0


def test_a_letter_that_would_come_too_late_is_not_written(meeting):
    comes(meeting, **LETTER)

    assert (remind_at(before(3)), remind_at(before(4))) == (0, 1)


@pytest.mark.parametrize("reply", [reply for reply in Reply if reply != Reply.COMING])
def test_only_who_comes_is_reminded(meeting, reply):
    comes(meeting, reply=reply)

    assert remind_at(before(2)) == 0


def test_who_has_just_answered_needs_no_reminder(meeting):
    seat = comes(meeting)
    Seat.objects.filter(pk=seat.pk).update(replied_at=before(3, hour=12))

    assert (remind_at(before(2)), remind_at(before(1, hour=13))) == (0, 1)


def test_nor_who_has_just_heard_of_it(meeting):
    comes(meeting)
    with time_machine.travel(before(4), tick=False):
        move_meeting(meeting, on=DAY.date(), place="the hall", by=None, **AFTERNOON)

    assert (remind_at(before(2, hour=8)), remind_at(before(2, hour=10))) == (0, 1)


def test_nobody_is_reminded_of_what_is_called_off(meeting):
    comes(meeting)
    remind_at(before(2))

    with time_machine.travel(before(2, hour=10), tick=False):
        cancel_meeting(meeting, why="Snow", by=None)
        remind(before(1))

    assert (reminders().count(), reminders("cancelled").count()) == (0, 1)


def test_a_reminder_stopped_by_a_move_comes_before_the_new_day(meeting):
    comes(meeting)
    remind_at(before(2))
    with time_machine.travel(before(2, hour=10), tick=False):
        later = DAY.date() + timedelta(days=20)
        move_meeting(meeting, on=later, place="hall", by=None, **AFTERNOON)

    assert remind_at(before(-18)) == 1
    assert reminders().get().text.count("7 April") == 1


def test_who_was_reminded_is_not_reminded_again_of_the_new_day(meeting):
    comes(meeting)
    remind_at(before(2))
    Message.objects.update(state=MessageState.SENT)
    with time_machine.travel(before(2, hour=10), tick=False):
        later = DAY.date() + timedelta(days=20)
        move_meeting(meeting, on=later, place="hall", by=None, **AFTERNOON)

    assert remind_at(before(-18)) == 0


def test_who_says_no_after_all_is_not_reminded_any_more(meeting):
    seat = comes(meeting, **PHONE)
    remind_at(before(2))

    with time_machine.travel(before(2, hour=10)):
        answer(seat, say=Say.NO, by=None, how="phone")

    assert reminders("cancelled").count() == 1


def test_who_wants_no_reminders_gets_none(meeting):
    comes(meeting)
    Person.objects.update(wants_reminders=False)

    assert remind_at(before(2)) == 0


def test_nor_who_wants_nothing_from_us(meeting):
    mark_do_not_contact(comes(meeting).person, by=None)

    assert remind_at(before(2)) == 0


def test_the_days_are_counted_on_the_wall_of_the_centre():
    meeting = make_gathering(make_centre(zone="Pacific/Auckland"), on=DAY.date())
    comes(meeting)
    midnight_there = datetime(2027, 3, 16, tzinfo=ZoneInfo("Pacific/Auckland"))

    assert remind_at(midnight_there - timedelta(minutes=1)) == 0
    assert remind_at(midnight_there) == 1


def test_a_mail_decided_on_at_midnight_leaves_at_eight(meeting, settings):
    settings.QUIET_HOURS = "20:00-08:00"
    comes(meeting)

    remind_at(before(2, hour=0))

    assert reminders().get().not_before == before(2, hour=8)


def test_after_three_days_without_a_worker_only_what_is_to_come_is_reminded(meeting):
    comes(meeting)

    assert remind_at(DAY + timedelta(days=1)) == 0


@pytest.mark.parametrize("people", [60])
def test_sixty_people_cost_as_few_questions_as_three(meeting, people):
    def questions():
        with (
            time_machine.travel(before(2), tick=False),
            CaptureQueriesContext(connection) as asked,
        ):
            remind(before(2))
        # SQLite takes a thousand values at a time, so rows are written in a few goes.
        return len([one for one in asked if not one["sql"].startswith("INSERT")])

    for number in range(3):
        comes(meeting, f"A{number}", email=f"a{number}@example.org")
    few = questions()
    Message.objects.all().delete()
    for number in range(people):
        comes(meeting, f"B{number}", email=f"b{number}@example.org")

    assert questions() == few
    assert reminders().count() == people + 3


@pytest.mark.db
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_remind_each_once(meeting):
    for number in range(8):
        comes(meeting, f"A{number}", email=f"a{number}@example.org")

    def in_a_thread(_number):
        try:
            remind(before(2))
        finally:
            connection.close()

    with (
        time_machine.travel(before(2), tick=False),
        ThreadPoolExecutor(max_workers=2) as threads,
    ):
        list(threads.map(in_a_thread, range(2)))

    assert reminders().count() == 8
    assert all(one.topics.count() == 3 for one in reminders())
