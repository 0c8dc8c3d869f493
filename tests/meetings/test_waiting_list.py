from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from champions.enums import Channel
from meetings.enums import HOLDING, Audience, Reply, Say
from meetings.models import Seat
from meetings.services import answer
from meetings.services.places import held, lapse_offers, offer_next
from meetings.services.refusals import RefusedError
from tests.factories import make_centre, make_gathering, make_seat

pytestmark = pytest.mark.django_db


REACHED = {
    Channel.EMAIL: {"email": "tomas@example.org"},
    Channel.LETTER: {"address": "3 Elm Street"},
    Channel.TEXT: {"address": "3 Elm Street", "phone": "+17055550143"},
    Channel.PHONE: {"phone": "+17055550143"},
}


@pytest.fixture
def meeting():
    return make_gathering(make_centre(), places=1, days=30)


def say(seat, what, companions=0):
    return answer(seat, say=what, by=None, how=Channel.PHONE, companions=companions)


def fill(meeting, *channels):
    """One person with the place and one waiting for each channel, in that order."""
    seats = [make_seat(meeting, "Rosa")]
    seats += [make_seat(meeting, "Tomas", channel=c, **REACHED[c]) for c in channels]
    return [say(seat, Say.YES) for seat in seats]


def reply_of(seat):
    return Seat.objects.get(pk=seat.pk).reply


def test_a_freed_place_is_offered_to_who_waits_longest(meeting):
    going, first, second = fill(meeting, Channel.EMAIL, Channel.EMAIL)

    say(going, Say.NO)

    assert (reply_of(first), reply_of(second)) == (Reply.OFFERED, Reply.WAITING)


def test_an_offer_is_taken_by_saying_yes(meeting):
    going, first = fill(meeting, Channel.EMAIL)
    say(going, Say.NO)

    assert say(first, Say.YES).reply == Reply.COMING
    assert held(meeting, Audience.CHAMPIONS) == 1


def test_an_offer_that_is_turned_down_goes_to_the_next(meeting):
    going, first, second = fill(meeting, Channel.EMAIL, Channel.EMAIL)
    say(going, Say.NO)

    say(first, Say.NO)

    assert (reply_of(first), reply_of(second)) == (Reply.NOT_COMING, Reply.OFFERED)


@pytest.mark.parametrize(
    ("channel", "days"), [(Channel.LETTER, 10), (Channel.TEXT, 10), (Channel.EMAIL, 3)]
)
def test_an_offer_stands_as_long_as_its_channel_needs(meeting, channel, days):
    going, first = fill(meeting, channel)
    now = timezone.now()

    with time_machine.travel(now, tick=False):
        say(going, Say.NO)

    first.refresh_from_db()
    assert first.offered_until == now + timedelta(days=days)


def test_an_offer_by_telephone_stands_until_somebody_is_reached(meeting):
    going, first = fill(meeting, Channel.PHONE)

    say(going, Say.NO)

    first.refresh_from_db()
    assert (first.reply, first.offered_until) == (Reply.OFFERED, None)


def test_a_lapsed_offer_goes_to_the_end_of_the_list(meeting):
    going, first, second = fill(meeting, Channel.EMAIL, Channel.EMAIL)
    say(going, Say.NO)
    later = timezone.now() + timedelta(days=4)

    with time_machine.travel(later):
        assert lapse_offers(later) == 1

    assert (reply_of(first), reply_of(second)) == (Reply.WAITING, Reply.OFFERED)
    with time_machine.travel(later):
        say(second, Say.NO)
    assert reply_of(first) == Reply.OFFERED


def test_an_offer_never_stands_beyond_the_start(meeting):
    going, first = fill(meeting, Channel.LETTER)

    with time_machine.travel(meeting.starts_at - timedelta(days=8)):
        say(going, Say.NO)

    first.refresh_from_db()
    assert first.offered_until == meeting.starts_at


def test_nothing_is_offered_after_the_start(meeting):
    going, first = fill(meeting, Channel.EMAIL)
    Seat.objects.filter(pk=going.pk).update(reply=Reply.NOT_COMING)

    with time_machine.travel(meeting.starts_at + timedelta(minutes=1)):
        assert offer_next(meeting, Audience.CHAMPIONS) == []
    assert reply_of(first) == Reply.WAITING


def test_saying_yes_again_keeps_the_turn(meeting):
    _going, first, _second = fill(meeting, Channel.EMAIL, Channel.EMAIL)
    since = first.waiting_since

    assert say(first, Say.YES).waiting_since == since


SAYINGS = st.tuples(st.integers(0, 5), st.sampled_from(Say.values), st.integers(0, 2))


class PlacesUnderAnySayings(TestCase):
    """Any order of answers, with companions: never over, and no place left idle while
    somebody who fits is waiting."""

    @settings(max_examples=25, deadline=None)
    @given(st.integers(0, 4), st.lists(SAYINGS, max_size=12))
    def test_never_over_and_never_idle(self, places, sayings):
        centre = make_centre("beck-lane")
        meeting = make_gathering(centre, places=places)
        seats = [make_seat(meeting, email="t@example.org") for _ in range(6)]

        for number, what, companions in sayings:
            say_or_be_refused(seats[number], what, companions)
            taken = held(meeting, Audience.CHAMPIONS)
            waiting = meeting.seats.filter(reply=Reply.WAITING)
            assert taken <= places
            assert all(seat.places > places - taken for seat in waiting)
        assert {s.reply for s in meeting.seats.holding()} <= HOLDING


def say_or_be_refused(seat, what, companions):
    try:
        say(seat, what, companions)
    except RefusedError:
        # Only who has a place may be told that there is no room for more.
        assert Seat.objects.get(pk=seat.pk).reply in HOLDING
