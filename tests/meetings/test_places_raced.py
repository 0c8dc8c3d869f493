"""Two at once: a cancellation and the offer that follows, a smaller room and a booking,
the draw and a yes that comes too late, the draw twice. Whoever is first, nobody has a
place too many, nobody is lost and nobody is told twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from champions.enums import Channel
from champions.models import Message
from meetings.enums import Audience, Reply, Say
from meetings.models import Capacity, DrawnLot, Meeting
from meetings.services.draws import give_places
from meetings.services.places import held, offer_next, pass_on, widen
from meetings.services.refusals import RefusedError
from meetings.services.seats import answer
from tests.factories import (
    in_days,
    make_centre,
    make_circle,
    make_gathering,
    make_seat,
    make_staff,
    make_workshop_pair,
)

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
ROUNDS = pytest.mark.parametrize(
    "rounds", [2, pytest.param(40, marks=pytest.mark.prove)]
)


def at_once(*things):
    """Do all of them at the same moment, each on a connection of its own."""
    start = Barrier(len(things))

    def do(thing):
        start.wait()
        try:
            return thing()
        except RefusedError as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(do, things))


def say(seat, what=Say.YES, **more):
    return answer(seat, say=what, by=None, how=Channel.PHONE, **more)


def replies(meeting):
    return Counter(meeting.seats.values_list("reply", flat=True))


def taken(meeting):
    places = Capacity.objects.filter(part__meeting=meeting, audience="champions")
    return held(meeting, Audience.CHAMPIONS), places.get().places


@ROUNDS
def test_a_place_that_two_give_up_or_offer_at_once_is_offered_once(rounds):
    centre = make_centre()
    anne = make_staff(centre)
    for _ in range(rounds):
        meeting = make_gathering(centre, places=2, days=30)
        seats = [make_seat(meeting, "Rosa", email="r@example.org") for _ in range(6)]
        for seat in seats:
            say(seat)

        at_once(
            partial(say, seats[0], Say.NO),
            partial(say, seats[1], Say.NO),
            partial(offer_next, meeting, Audience.CHAMPIONS),
            partial(pass_on, seats[2], by=anne),
        )

        number, places = taken(meeting)
        assert number == places == 2
        assert replies(meeting)[Reply.WAITING] == 2
        told = Message.objects.filter(
            name="meetings/offered", person__in=_people(seats)
        )
        moved = {one.person_id for one in told}
        assert len(told) == len(moved)


def _people(seats):
    return [seat.person_id for seat in seats]


@ROUNDS
def test_a_room_that_becomes_smaller_while_people_book_is_never_over_full(rounds):
    centre = make_centre()
    anne = make_staff(centre)
    for _ in range(rounds):
        meeting = make_gathering(centre, places=4)
        seats = [make_seat(meeting) for _ in range(5)]
        to = {"part": meeting.parts.get(), "audience": Audience.CHAMPIONS}

        results = at_once(
            *(partial(say, seat) for seat in seats),
            partial(widen, meeting, places=2, by=anne, **to),
        )

        number, places = taken(meeting)
        refused = isinstance(results[-1], RefusedError)
        assert number == places == (4 if refused else 2)
        assert replies(meeting)[Reply.WAITING] == 5 - places


def due_workshop(centre, circle, hoping, places):
    """A workshop whose draw is due since its reply-by date is over."""
    workshop = make_workshop_pair(centre, circle, days=40, places=places)
    seats = [make_seat(workshop, email="r@example.org") for _ in range(hoping)]
    for seat in seats:
        say(seat)
    Meeting.objects.filter(pk=workshop.pk).update(reply_by=in_days(-9))
    return Meeting.objects.get(pk=workshop.pk), seats


@ROUNDS
def test_a_draw_and_a_yes_that_comes_too_late(rounds):
    centre = make_centre()
    circle = make_circle(centre)
    for _ in range(rounds):
        workshop, _seats = due_workshop(centre, circle, hoping=4, places=3)
        late = make_seat(workshop)

        at_once(partial(give_places, workshop), partial(say, late))

        assert replies(workshop) == {Reply.COMING: 3, Reply.WAITING: 2}
        lots = DrawnLot.objects.filter(meeting=workshop)
        assert late.uuid not in lots.values_list("party", flat=True)
        assert workshop.seats.waiting_list().last().pk == late.pk


@ROUNDS
def test_a_draw_and_somebody_who_says_no(rounds):
    centre = make_centre()
    circle = make_circle(centre)
    for _ in range(rounds):
        workshop, seats = due_workshop(centre, circle, hoping=4, places=3)

        at_once(partial(give_places, workshop), partial(say, seats[0], Say.NO))

        found = replies(workshop)
        assert found[Reply.NOT_COMING] == 1
        assert found[Reply.COMING] + found[Reply.OFFERED] == 3


@ROUNDS
def test_two_workers_draw_once_and_tell_once(rounds):
    centre = make_centre()
    circle = make_circle(centre)
    for _ in range(rounds):
        workshop, seats = due_workshop(centre, circle, hoping=4, places=3)

        drawn = at_once(*[partial(give_places, workshop)] * 2)

        assert sorted(drawn) == [False, True]
        assert DrawnLot.objects.filter(meeting=workshop).count() == 4
        told = Message.objects.filter(
            name__in=["meetings/drawn", "meetings/missed"], person__in=_people(seats)
        )
        assert told.count() == 4
        moment = Meeting.objects.get(pk=workshop.pk).drawn_at
        assert timezone.now() - moment < timedelta(minutes=5)
