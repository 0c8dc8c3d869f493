"""Who comes without a reply: written down once, and linked to whom the centre knows."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from meetings.enums import Audience, Reply
from meetings.models import Attendance, Seat
from meetings.people_at import seats_of, tick_lists
from meetings.services.attendance import link_walk_in, mark_attendance, walk_in
from meetings.services.refusals import RefusedError
from meetings.services.seats import ask
from tests.factories import (
    make_centre,
    make_circle,
    make_gathering,
    make_person,
    make_workshop_pair,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def meeting(centre):
    return make_gathering(centre)


@pytest.fixture
def workshop(centre):
    return make_workshop_pair(centre, make_circle(centre))


@pytest.fixture(autouse=True)
def _on_the_day(meeting):
    with time_machine.travel(meeting.starts_at + timedelta(minutes=5), tick=False):
        yield


def test_the_same_form_sent_twice_makes_one_seat(meeting):
    once = uuid.uuid4()

    first = walk_in(meeting, first_name="Bea", by=None, submission=once)
    again = walk_in(meeting, first_name="Bea", by=None, submission=once)

    assert first == again
    assert Seat.objects.get().guest_name == "Bea"


def test_two_of_the_same_name_are_two(meeting):
    for _each in range(2):
        walk_in(meeting, first_name="Bea", by=None, submission=uuid.uuid4())

    assert Seat.objects.filter(guest_name="Bea").count() == 2


def test_a_walk_in_whom_the_centre_knows_gets_their_own_seat(meeting, centre):
    rosa = make_person(centre)
    seat = walk_in(meeting, first_name="Rosa", by=None)

    linked = link_walk_in(seat, person=rosa, by=None)

    assert (linked.pk, linked.person, linked.guest_name) == (seat.pk, rosa, "")
    assert linked.attendances.filter(came=True).count() == 1


def test_who_had_a_seat_already_keeps_it_with_the_tick(meeting, centre):
    own = ask(meeting, make_person(centre))
    Seat.objects.filter(pk=own.pk).update(reply=Reply.NOT_COMING)
    part = meeting.parts.get()
    mark_attendance(meeting, part=part, came={own.pk: False}, by=None)
    seat = walk_in(meeting, first_name="Rosa", by=None)

    kept = link_walk_in(seat, person=own.person, by=None)

    assert (kept.pk, kept.reply) == (own.pk, Reply.NOT_COMING)
    assert [(a.seat_id, a.came) for a in Attendance.objects.all()] == [(own.pk, True)]
    assert not Seat.objects.filter(pk=seat.pk).exists()


def test_a_walk_in_is_linked_once(meeting, centre):
    seat = walk_in(meeting, first_name="Rosa", by=None)
    link_walk_in(seat, person=make_person(centre), by=None)

    with pytest.raises(RefusedError):
        link_walk_in(seat, person=make_person(centre, "Lou"), by=None)


def test_nobody_of_another_centre_is_linked(meeting):
    seat = walk_in(meeting, first_name="Rosa", by=None)

    with pytest.raises(RefusedError):
        link_walk_in(seat, person=make_person(make_centre("elsewhere")), by=None)


def test_each_is_ticked_in_the_parts_that_are_theirs(workshop, centre):
    first, second = workshop.parts.get(), workshop.parts.get()
    second.pk, second.number = None, 2
    second.save()
    for audience in (Audience.CHAMPIONS, Audience.STAFF):
        second.capacities.create(centre=centre, audience=audience, places=9)
    first.capacities.filter(audience=Audience.STAFF).delete()
    ask(workshop, make_person(centre, "Rosa"), audience=Audience.CHAMPIONS)
    ask(workshop, make_person(centre, "Ben"), audience=Audience.STAFF)

    lists = tick_lists(workshop, seats_of(workshop))

    names = [[tick.name for tick in each.people] for each in lists]
    assert names == [["Rosa"], ["Ben", "Rosa"]]
