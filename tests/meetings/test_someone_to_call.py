"""Somebody may like a call: noted by hand, done with one press, never by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from champions.models import Message
from champions.permissions import SECOND_FACTOR
from champions.services.calls import wrong_number
from cms.this_week import rows_of
from meetings.services.attendance import mark_attendance
from meetings.services.gatherings import hold_meeting
from tests.factories import (
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_person,
    make_staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def meeting(centre, anne):
    circle = make_circle(centre, lead=anne)
    make_champion(
        centre, circle, "Rosa", phone="+17055550142", email="rosa@example.org"
    )
    make_champion(centre, circle)
    return make_gathering(centre, circle=circle)


def on_the_day(meeting):
    return time_machine.travel(meeting.starts_at + timedelta(minutes=5))


def seat(meeting, name):
    return meeting.seats.get(person__first_name=name)


def note(client, meeting, *seats, by=None):
    client.force_login(by or seat(meeting, "Amina").person.user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    url = reverse("meetings:someone_to_call", args=[meeting.centre.slug, meeting.pk])
    return client.post(url, {"call": [one.pk for one in seats]}, follow=True)


def calls():
    return Message.objects.calls_to_make()


def test_who_stays_away_is_marked_by_nobody_and_nothing(meeting, anne):
    with on_the_day(meeting):
        part, rosa = meeting.parts.get(), seat(meeting, "Rosa")
        mark_attendance(meeting, part=part, came={rosa.pk: False}, by=anne)
        hold_meeting(meeting, by=anne)

    assert not calls().exists()


def test_a_champion_notes_it_staff_call_and_it_is_done(client, meeting, centre, anne):
    rosa = seat(meeting, "Rosa")
    for _again in range(2):
        page = note(client, meeting, rosa)
    assert "Somebody of the staff calls Rosa." in page.content.decode()
    (row,) = [row for row in rows_of(centre) if row.key == "calls"]

    client.force_login(anne)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    assert "How are you?" in client.get(row.url).content.decode()
    done = reverse("meetings:call", args=[centre.slug, calls().get().pk])
    client.post(done, {"say": "reached"})

    assert not [row for row in rows_of(centre) if row.key == "calls"]


def test_the_page_shows_to_nobody_who_was_noted(client, meeting):
    before = note(client, meeting).content.decode().count("Rosa")

    note(client, meeting, seat(meeting, "Rosa"))

    assert note(client, meeting).content.decode().count("Rosa") == before


def test_who_may_not_be_called_is_not_and_staff_alone_are_told(client, meeting, anne):
    rosa = seat(meeting, "Rosa")
    rosa.person.safe_to_phone = False
    rosa.person.save()
    words = "We have no number that we may call"

    told = [
        words in note(client, meeting, rosa, by=by).content.decode()
        for by in (anne, None)
    ]

    assert told == [True, False]
    assert not calls().exists()


def test_people_of_another_gathering_are_left_out(client, meeting, centre):
    other = make_gathering(centre)
    lou = make_person(centre, "Lou", phone="+17055550143")
    elsewhere = other.seats.create(centre=centre, person=lou)

    note(client, meeting, elsewhere)

    assert not calls().exists()


def test_a_wrong_number_makes_no_letter_of_it(client, meeting, centre, anne):
    """A letter or a mail that asks how somebody is would be a flag."""
    note(client, meeting, seat(meeting, "Rosa"))

    wrong_number(calls().get(), by=anne)

    asked = Message.objects.filter(name="meetings/someone_to_call")
    assert [(one.channel, one.state) for one in asked] == [("phone", "failed")]
