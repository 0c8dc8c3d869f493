"""Between eight in the evening and eight in the morning, by the centre's wall clock, no
mail leaves but what somebody waits for."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from champions.enums import Priority
from champions.messages import sender
from champions.messages.outbox import tell, tell_address
from champions.messages.quiet import leaves_at
from champions.models import Message
from tests.factories import make_centre, make_person

TORONTO, LONDON = ZoneInfo("America/Toronto"), ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def _quiet(settings):
    settings.QUIET_HOURS = "20:00-08:00"


def wall(text, zone=TORONTO):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def leaves(text, zone=TORONTO):
    at = leaves_at(wall(text, zone), zone)
    return at.astimezone(zone).isoformat(" ", "minutes")[:16]


@pytest.mark.parametrize(
    ("told", "leaves_then"),
    [
        ("2026-11-20 19:59", "2026-11-20 19:59"),
        ("2026-11-20 20:00", "2026-11-21 08:00"),
        ("2026-11-20 23:30", "2026-11-21 08:00"),
        ("2026-11-21 00:10", "2026-11-21 08:00"),
        ("2026-11-21 07:59", "2026-11-21 08:00"),
        ("2026-11-21 08:00", "2026-11-21 08:00"),
    ],
)
def test_what_is_told_at_night_leaves_in_the_morning(told, leaves_then):
    assert leaves(told) == leaves_then


@pytest.mark.parametrize(
    "night", ["2026-10-31 22:00", "2026-11-01 01:30", "2027-03-13 22:00"]
)
def test_a_night_of_23_or_25_hours_ends_at_eight_on_the_wall(night):
    assert leaves(night).endswith("08:00")


def test_the_wall_is_the_centres_own():
    noon_in_toronto = wall("2026-11-20 12:00").astimezone(LONDON)
    evening_there = leaves_at(noon_in_toronto + timedelta(hours=4), LONDON)

    assert leaves_at(noon_in_toronto, TORONTO) == noon_in_toronto
    assert evening_there == wall("2026-11-21 08:00", LONDON)


def test_what_would_be_of_no_use_in_the_morning_leaves_at_once():
    told, eight = wall("2026-11-20 22:00"), wall("2026-11-21 08:00")

    assert leaves_at(told, TORONTO, needed_by=eight) == told
    assert leaves_at(told, TORONTO, needed_by=eight + timedelta(hours=1)) == eight


def test_without_quiet_hours_everything_leaves_at_once(settings):
    settings.QUIET_HOURS = ""

    assert leaves("2026-11-20 23:30") == "2026-11-20 23:30"


def test_quiet_hours_within_one_day_are_kept_too(settings):
    settings.QUIET_HOURS = "12:00-14:00"

    assert leaves("2026-11-20 13:00") == "2026-11-20 14:00"
    assert leaves("2026-11-20 11:00") == "2026-11-20 11:00"


@pytest.mark.django_db
def test_a_mail_of_the_night_leaves_in_the_morning_and_a_sign_in_code_now():
    rosa = make_person(make_centre(), email="rosa@example.org")

    with time_machine.travel(wall("2026-11-20 22:00"), tick=False):
        told = tell(rosa, "told/code", event="news", context={"code": 7})
        tell_address(
            rosa.email, "told/code", language="en", event="c", context={"code": 1}
        )
        sender.send_waiting(seconds=5)
        assert states() == {Priority.SIGN_IN: "sent", Priority.NOTICE: "queued"}
    with time_machine.travel(wall("2026-11-21 08:00"), tick=False):
        sender.send_waiting(seconds=5)

    assert told.not_before == wall("2026-11-21 08:00")
    assert states()[Priority.NOTICE] == "sent"


@pytest.mark.django_db
def test_what_is_left_of_a_mailing_at_eight_in_the_evening_leaves_in_the_morning():
    rosa = make_person(make_centre(), email="rosa@example.org")
    mailing = {"context": {"code": 7}, "priority": Priority.MAILING}
    with time_machine.travel(wall("2026-11-20 19:30"), tick=False):
        left = tell(rosa, "told/code", event="news", **mailing)

    with time_machine.travel(wall("2026-11-20 20:01"), tick=False):
        sender.send_waiting(seconds=5)
        assert states() == {Priority.MAILING: "queued"}
    with time_machine.travel(wall("2026-11-21 08:00"), tick=False):
        sender.send_waiting(seconds=5)

    assert left.not_before == wall("2026-11-20 19:30")
    assert states() == {Priority.MAILING: "sent"}


@pytest.mark.django_db
def test_an_answer_to_what_somebody_just_did_leaves_at_once():
    rosa = make_person(make_centre(), email="rosa@example.org")

    with time_machine.travel(wall("2026-11-20 22:00"), tick=False):
        told = tell(rosa, "told/code", event="n", context={"code": 7}, at_once=True)

    assert told.not_before == wall("2026-11-20 22:00")


def states():
    return dict(Message.objects.values_list("priority", "state"))
