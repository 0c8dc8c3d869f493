"""Staff are asked to the second part of a workshop, and never outnumber unnoticed."""

import pytest

from champions.enums import Channel, Role
from champions.models import Message
from meetings.balance import balance_of
from meetings.enums import Audience, MeetingState, Reply, Say
from meetings.models import Seat
from meetings.services import answer
from meetings.services.gatherings import announce
from meetings.services.seats import ask
from meetings.services.workshops import make_workshop
from meetings.views.workshops import _words
from tests.factories import make_centre, make_circle, make_person, make_staff
from tests.meetings.workshops import a_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def workshop(centre, anne):
    circle = make_circle(centre, lead=anne)
    ben = make_staff(centre, Role.SUPPORTER, "Ben")
    circle.partners.add(ben.staff_roles.get())
    made = make_workshop(centre, plan=a_plan(centre), by=anne, circle=circle)
    return announce(made, by=anne)


def yes(seat):
    return answer(seat, say=Say.YES, by=None, how=Channel.EMAIL)


def test_staff_of_the_group_are_asked_for_the_second_part_alone(workshop):
    seats = Seat.objects.filter(meeting=workshop)
    second = workshop.parts.get(number=2)

    assert sorted((s.name, s.audience) for s in seats) == [
        ("Anne", Audience.STAFF),
        ("Ben", Audience.STAFF),
    ]
    message = Message.objects.get(name="meetings/asked_staff", person__first_name="Ben")
    assert f"Please come at {second.at.hour % 12}" in message.text
    assert "without us" in message.text


def test_announcing_twice_asks_staff_once(workshop, anne):
    announce(workshop, by=anne)

    assert Message.objects.filter(name="meetings/asked_staff").count() == 2


def test_no_lot_is_drawn_for_staff(workshop):
    seat = yes(workshop.seats.get(person__first_name="Ben"))

    assert seat.reply == Reply.COMING


def test_staff_who_would_outnumber_are_said_with_a_kind_word(workshop, centre):
    rosa = yes(ask(workshop, make_person(centre)))
    for seat in workshop.seats.filter(audience=Audience.STAFF):
        yes(seat)
    tipped = balance_of(workshop)

    answer(rosa, say=Say.YES, by=None, how=Channel.EMAIL, companions=1)

    assert (tipped.staff, tipped.champions, tipped.is_tipped) == (2, 1, True)
    assert balance_of(workshop).is_tipped is False
    assert _words(workshop)["balance"] == balance_of(workshop)


def test_a_workshop_without_places_for_staff_asks_none(centre, anne):
    circle = make_circle(centre, "Birch", lead=anne)
    made = make_workshop(centre, plan=a_plan(centre), by=anne, circle=circle)
    made.parts.get(number=2).capacities.filter(audience=Audience.STAFF).update(places=0)

    announce(made, by=anne)

    assert made.state == MeetingState.ANNOUNCED
    assert not made.seats.exists()
