"""Promises stand in the open: staff's have a day that can be moved with a word why,
champions' are asked after once and never are late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Promise
from ideas.services.promises import (
    PromiseMovedError,
    keep_promise,
    make_promise,
    move_promise,
    still_on_list,
)
from tests.factories import in_days


@pytest.fixture
def of_staff(centre, circle, anne):
    return make_promise(
        centre,
        words="ask for the room",
        by=anne,
        person=anne.people.get(),
        by_staff=True,
        due_on=in_days(3),
        circle=circle,
        cents=5000,
    )


@pytest.fixture
def of_amina(centre, circle, amina):
    return make_promise(
        centre, words="draw a card", by=None, person=amina, circle=circle
    )


def test_a_day_is_moved_with_a_word_why_and_the_first_is_kept(of_staff, anne):
    for days, was in ((9, 3), (20, 9)):
        move_promise(
            of_staff, to=in_days(days), why="The hall", was=in_days(was), by=anne
        )

    assert (of_staff.due_on, of_staff.first_due_on, of_staff.moved_why) == (
        in_days(20),
        in_days(3),
        "The hall",
    )


def test_of_two_who_move_it_the_second_is_told(of_staff, anne, marc):
    move_promise(of_staff, to=in_days(9), why="The hall", was=in_days(3), by=anne)

    with pytest.raises(PromiseMovedError):
        move_promise(of_staff, to=in_days(12), why="Rain", was=in_days(3), by=marc)

    of_staff.refresh_from_db()
    assert (of_staff.due_on, of_staff.moved_why) == (in_days(9), "The hall")


def test_the_same_move_sent_twice_is_one(of_staff, anne):
    for _ in range(2):
        move_promise(of_staff, to=in_days(9), why="The hall", was=in_days(3), by=anne)

    assert of_staff.first_due_on == in_days(3)


def test_what_is_done_is_not_moved(of_staff, anne):
    keep_promise(of_staff, by=anne)

    with pytest.raises(PromiseMovedError):
        move_promise(of_staff, to=in_days(9), why="Rain", was=in_days(3), by=anne)


def test_a_champion_is_asked_once_whether_it_is_still_on_their_list(of_amina):
    today = in_days(0)
    before = [of_amina.is_to_ask(today, met_since=met) for met in (False, True)]

    still_on_list(of_amina, by=None)

    assert before == [False, True]
    assert not of_amina.is_to_ask(today + timedelta(days=400), met_since=True)
    assert of_amina in Promise.objects.open()


def test_a_champions_day_goes_quietly_and_is_never_late(centre, amina):
    promise = make_promise(
        centre, words="bring cups", by=None, person=amina, due_on=in_days(-9)
    )
    today = in_days(0)
    asked = promise.is_to_ask(today, met_since=False)

    still_on_list(promise, by=None)

    assert (asked, promise.is_late(today), promise.due_on) == (True, False, None)


def test_staff_are_not_asked_but_late(of_staff):
    later = in_days(4)

    assert of_staff.is_late(later)
    assert not of_staff.is_to_ask(later, met_since=True)
    still_on_list(of_staff, by=None)
    assert (of_staff.still_on_list_at, of_staff.due_on) == (None, in_days(3))
    assert of_staff.made_at <= timezone.now()
