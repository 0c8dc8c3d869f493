from datetime import timedelta

import pytest
import time_machine

from champions.enums import Channel
from meetings.enums import Audience, Reply, Say
from meetings.services import answer
from meetings.services.places import all_fit, confirm_all, widen
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


def after_reply_by(workshop):
    return time_machine.travel(workshop.starts_at - timedelta(days=6))


def replies(workshop):
    return sorted(workshop.seats.values_list("reply", flat=True))


def test_all_are_confirmed_when_they_fit(centre):
    workshop = workshop_with(centre, places=3, hoping=3)

    with after_reply_by(workshop):
        assert len(confirm_all(workshop)) == 3

    assert replies(workshop) == [Reply.COMING] * 3


def test_nobody_is_confirmed_by_machine_when_they_do_not_fit(centre):
    workshop = workshop_with(centre, places=2, hoping=3)

    with after_reply_by(workshop):
        assert confirm_all(workshop) == []

    workshop.refresh_from_db()
    assert (replies(workshop), workshop.confirmed_at) == ([Reply.HOPING] * 3, None)


def test_nobody_is_confirmed_before_the_reply_by_date(centre):
    workshop = workshop_with(centre, places=3, hoping=1)

    with time_machine.travel(workshop.starts_at - timedelta(days=7, hours=6)):
        assert workshop.reply_by == in_days(0)
        assert confirm_all(workshop) == []


def test_companions_count_when_asking_whether_all_fit(centre):
    workshop = workshop_with(centre, places=3, hoping=1)
    yes(make_seat(workshop), 2)

    assert not all_fit(workshop)


def test_a_wider_room_confirms_all(centre):
    anne = make_staff(centre)
    workshop = workshop_with(centre, places=2, hoping=3)

    with after_reply_by(workshop):
        widen(
            workshop,
            part=workshop.parts.get(),
            audience=Audience.CHAMPIONS,
            places=3,
            by=anne,
        )

    assert replies(workshop) == [Reply.COMING] * 3


def test_confirming_twice_confirms_once(centre):
    workshop = workshop_with(centre, places=3, hoping=2)

    with after_reply_by(workshop):
        first, second = confirm_all(workshop), confirm_all(workshop)

    assert (len(first), len(second)) == (2, 0)


def test_after_it_is_confirmed_it_is_first_come_with_a_waiting_list(centre):
    workshop = workshop_with(centre, places=2, hoping=1)

    with after_reply_by(workshop):
        confirm_all(workshop)
        late = [yes(make_seat(workshop, name)).reply for name in ("Kofi", "Lena")]

    assert late == [Reply.COMING, Reply.WAITING]


def test_who_says_no_before_it_is_confirmed_is_not_confirmed(centre):
    workshop = workshop_with(centre, places=3, hoping=1)
    seat = yes(make_seat(workshop))
    answer(seat, say=Say.NO, by=None, how=Channel.PHONE)

    with after_reply_by(workshop):
        confirm_all(workshop)

    assert replies(workshop) == [Reply.COMING, Reply.NOT_COMING]
