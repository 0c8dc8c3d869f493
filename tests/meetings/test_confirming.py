from datetime import timedelta

import pytest
import time_machine

from champions.enums import Channel
from meetings.enums import Audience, Reply, Say
from meetings.services import answer
from meetings.services.draw_day import draw_at
from meetings.services.draws import all_fit, give_places
from meetings.services.places import widen
from tests.factories import (
    in_days,
    make_centre,
    make_circle,
    make_seat,
    make_staff,
    make_workshop_pair,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


def workshop_with(centre, places, hoping):
    workshop = make_workshop_pair(centre, make_circle(centre), places=places)
    for number in range(hoping):
        yes(make_seat(workshop, f"Rosa {number}"))
    return workshop


def yes(seat, companions=0):
    return answer(seat, say=Say.YES, by=None, how=Channel.LETTER, companions=companions)


def on_the_day(workshop):
    return time_machine.travel(draw_at(workshop))


def replies(workshop):
    return sorted(workshop.seats.values_list("reply", flat=True))


def test_all_are_confirmed_when_they_fit(centre):
    workshop = workshop_with(centre, places=3, hoping=3)

    with on_the_day(workshop):
        assert give_places(workshop)

    assert replies(workshop) == [Reply.COMING] * 3


def test_nobody_is_confirmed_before_the_slips_of_the_last_day_can_be_typed(centre):
    """All fit on the day after the reply-by date, and still all wait for noon on the
    third working day: a letter that came in time may be typed until then."""
    workshop = workshop_with(centre, places=3, hoping=1)

    with time_machine.travel(draw_at(workshop) - timedelta(minutes=1)):
        assert workshop.reply_by < in_days(0)
        assert not give_places(workshop)

    assert replies(workshop) == [Reply.HOPING]


def test_staff_make_room_and_nobody_gives_the_places_sooner(centre):
    workshop = workshop_with(centre, places=2, hoping=3)

    with time_machine.travel(draw_at(workshop) - timedelta(hours=1)):
        give_room(workshop, 3, make_staff(centre))

    assert replies(workshop) == [Reply.HOPING] * 3


def test_companions_count_when_asking_whether_all_fit(centre):
    workshop = workshop_with(centre, places=3, hoping=1)
    yes(make_seat(workshop), 2)

    assert not all_fit(workshop)


def test_a_wider_room_confirms_all(centre):
    anne = make_staff(centre)
    workshop = workshop_with(centre, places=2, hoping=3)

    with on_the_day(workshop):
        give_room(workshop, 3, anne)
        give_places(workshop)

    workshop.refresh_from_db()
    assert replies(workshop) == [Reply.COMING] * 3
    assert workshop.drawn_at is None


def give_room(workshop, places, by):
    widen(
        workshop,
        part=workshop.parts.get(),
        audience=Audience.CHAMPIONS,
        places=places,
        by=by,
    )


def test_confirming_twice_confirms_once(centre):
    workshop = workshop_with(centre, places=3, hoping=2)

    with on_the_day(workshop):
        first, second = give_places(workshop), give_places(workshop)

    assert (first, second) == (True, False)


def test_after_it_is_confirmed_it_is_first_come_with_a_waiting_list(centre):
    workshop = workshop_with(centre, places=2, hoping=1)

    with on_the_day(workshop):
        give_places(workshop)
        late = [yes(make_seat(workshop, name)).reply for name in ("Kofi", "Lena")]

    assert late == [Reply.COMING, Reply.WAITING]


def test_who_says_no_before_it_is_confirmed_is_not_confirmed(centre):
    workshop = workshop_with(centre, places=3, hoping=1)
    seat = yes(make_seat(workshop))
    answer(seat, say=Say.NO, by=None, how=Channel.PHONE)

    with on_the_day(workshop):
        give_places(workshop)

    assert replies(workshop) == [Reply.COMING, Reply.NOT_COMING]
