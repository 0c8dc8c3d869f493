"""Who waits for a place sees why and where they stand, is offered one in time or not at
all, and may say "tell me next time". Staff see the list with its reasons."""

from datetime import timedelta

import pytest
import time_machine

from champions.enums import Channel
from champions.models import Message
from champions.permissions import SECOND_FACTOR
from champions.when import day_in_words
from meetings.enums import Reply, Say
from meetings.forms.seats import SeatForm
from meetings.models import Seat
from meetings.replies import standing_of
from meetings.services.circle_seats import ask_circle
from meetings.services.draw_day import draw_at, draw_day
from meetings.services.draws import give_places
from meetings.services.places import pass_on
from meetings.services.seats import answer, ask
from meetings.waiting_at import waiting_at
from tests.factories import (
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_seat,
    make_staff,
    make_workshop_pair,
)

pytestmark = pytest.mark.django_db
MAIL = {"email": "tomas@example.org"}
PHONE = {"phone": "+17055550143", "channel": Channel.PHONE}
POST = {"address": "3 Elm Street", "channel": Channel.LETTER}


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def meeting(centre):
    return make_gathering(centre, places=1, days=30)


def say(seat, what, companions=0):
    return answer(seat, say=what, by=None, how=Channel.PHONE, companions=companions)


def waiting(meeting, *people):
    """One with the place, and these behind; only those who wait."""
    say(make_seat(meeting, "Rosa"), Say.YES)
    return [say(make_seat(meeting, "Tomas", **ways), Say.YES) for ways in people]


def going(meeting):
    return Seat.objects.get(meeting=meeting, person__first_name="Rosa")


def now(seat):
    return Seat.objects.select_related("meeting__centre", "person").get(pk=seat.pk)


# --- In words -------------------------------------------------------------------------


def test_each_who_waits_knows_why_and_their_number(meeting):
    first, second = waiting(meeting, MAIL, MAIL)

    words = [standing_of(now(seat)).words for seat in (first, second)]

    assert ["number 1" in words[0], "number 2" in words[1]] == [True, True]
    assert all("All places are taken." in one for one in words)


def test_a_party_knows_that_it_waits_for_all_its_places(meeting):
    say(make_seat(meeting, "Rosa"), Say.YES)
    pair = say(make_seat(meeting, "Tomas", **MAIL), Say.YES, 1)

    assert "You need 2 places together." in standing_of(now(pair)).words


def test_who_missed_the_draw_reads_how_it_was_drawn(centre):
    workshop = make_workshop_pair(centre, make_circle(centre), places=1)
    seats = [say(make_seat(workshop, "Rosa", **MAIL), Say.YES) for _ in range(2)]
    with time_machine.travel(draw_at(workshop)):
        give_places(workshop)
        words = {now(seat).reply: standing_of(now(seat)).words for seat in seats}

    assert all("by letter, by telephone or by e-mail" in one for one in words.values())
    assert "Next time you come first." in words[Reply.WAITING]


def test_a_yes_after_the_reply_by_date_reads_what_it_may_hope_for(centre):
    workshop = make_workshop_pair(centre, make_circle(centre), places=5)
    with time_machine.travel(draw_at(workshop) - timedelta(hours=3)):
        late = say(make_seat(workshop, **MAIL), Say.YES)
        words = standing_of(now(late)).words

    assert (late.reply, "If there is still room then" in words) == (Reply.WAITING, True)


# --- In time, or not at all -------------------------------------------------------------


@pytest.mark.parametrize(
    ("ways", "days", "channel"),
    [
        (POST, 8, Channel.LETTER),
        (POST | {"phone": "+17055550143"}, 6, Channel.PHONE),
        (MAIL, 1, Channel.EMAIL),
        (PHONE, 1, Channel.PHONE),
    ],
    ids=["a letter", "a letter too late becomes a call", "a mail", "a call"],
)
def test_an_offer_goes_by_a_way_on_which_the_answer_can_come(
    meeting, ways, days, channel
):
    (first,) = waiting(meeting, ways)

    with time_machine.travel(meeting.starts_at - timedelta(days=days)):
        say(going(meeting), Say.NO)

    assert now(first).reply == Reply.OFFERED
    assert Message.objects.get(name="meetings/offered").channel == channel


@pytest.mark.parametrize(
    ("ways", "left"),
    [
        (POST, timedelta(days=6)),
        (MAIL, timedelta(hours=5)),
        (PHONE, timedelta(hours=1)),
    ],
)
def test_who_cannot_answer_in_time_keeps_their_turn_and_the_next_is_asked(
    meeting, ways, left
):
    first, second = waiting(meeting, ways, MAIL | PHONE | {"channel": Channel.EMAIL})

    with time_machine.travel(meeting.starts_at - max(left, timedelta(hours=3))):
        say(going(meeting), Say.NO)
        told = {row.seat.pk: row.why for row in waiting_at(meeting)}

    if left > timedelta(hours=3):
        assert now(first).reply == Reply.WAITING
        assert told[first.pk] == "Cannot be told in time by any way we know."
        assert now(second).reply == Reply.OFFERED
    elif ways is MAIL:
        assert (now(first).reply, now(second).reply) == (Reply.WAITING, Reply.OFFERED)


def test_who_was_not_reached_goes_to_the_end_and_the_next_is_called(meeting):
    anne = make_staff(meeting.centre)
    first, second = waiting(meeting, PHONE, PHONE)
    say(going(meeting), Say.NO)

    assert pass_on(now(first), by=anne)
    assert not pass_on(now(first), by=anne)

    assert (now(first).reply, now(second).reply) == (Reply.WAITING, Reply.OFFERED)


def test_nobody_is_called_about_a_place_that_is_theirs_no_more(meeting):
    anne = make_staff(meeting.centre)
    first, second = waiting(meeting, PHONE, PHONE)
    say(going(meeting), Say.NO)
    offers = Message.objects.filter(name="meetings/offered")

    pass_on(now(first), by=anne)
    say(now(second), Say.NO)

    of_second = [one.state for one in offers.filter(person=second.person)]
    states = {
        one.state for one in offers.filter(person=first.person).order_by("pk")[:1]
    }
    assert (states, of_second) == ({"cancelled"}, ["cancelled"])


# --- Tell me next time --------------------------------------------------------------------


def test_tell_me_next_time_can_be_said_where_all_is_taken(meeting):
    (first,) = waiting(meeting, MAIL)
    free = make_seat(make_gathering(meeting.centre))

    offered = [
        Say.LATER in dict(SeatForm(seat=seat).fields["say"].choices)
        for seat in (now(first), free)
    ]

    assert offered == [True, False]
    assert say(first, Say.LATER).reply == Reply.NOT_COMING


def test_who_said_it_is_asked_first_to_the_next_one(centre):
    circle = make_circle(centre)
    make_champion(centre, circle, "Amina")
    full = make_gathering(centre, circle=circle, places=0, days=5)
    guest = make_seat(full, "Tomas", **MAIL)
    say(guest, Say.YES)
    say(guest, Say.LATER)

    following = make_gathering(centre, circle=circle, days=40, announced=False)
    asked = ask_circle(following)

    assert [seat.name for seat in asked] == ["Tomas", "Amina"]


def test_a_yes_takes_it_back(centre, meeting):
    (first,) = waiting(meeting, MAIL)
    say(first, Say.LATER)

    say(first, Say.YES)

    assert now(first).next_time_at is None


# --- For staff ----------------------------------------------------------------------------


def test_staff_see_the_list_with_its_reasons_and_pass_an_offer_on(client, centre):
    anne, circle = make_staff(centre), make_circle(centre)
    meeting = make_gathering(centre, circle=circle, places=1, days=30)
    first, second = waiting(meeting, PHONE, PHONE)
    say(going(meeting), Say.NO)
    client.force_login(anne)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()

    list_of = f"/en/cedar-lake/meetings/{meeting.pk}/waiting/"
    shown = client.get(list_of).content.decode()
    client.post(f"{list_of}{first.pk}/not-reached/")

    assert "it is kept until they are reached" in shown
    assert "All places are taken." in shown
    assert now(second).reply == Reply.OFFERED


def test_the_list_is_for_staff_alone(client, centre):
    circle = make_circle(centre)
    amina = make_champion(centre, circle)
    meeting = make_gathering(centre, circle=circle, places=1)
    ask(meeting, amina)
    client.force_login(amina.user)

    answered = client.get(f"/en/cedar-lake/meetings/{meeting.pk}/waiting/")

    assert answered.status_code in (403, 404)


def test_before_the_draw_staff_read_how_many_hope_and_when_places_are_given(
    client, centre
):
    workshop = make_workshop_pair(centre, make_circle(centre), places=1)
    for name in ("Rosa", "Tomas"):
        say(make_seat(workshop, name), Say.YES)
    client.force_login(make_staff(centre))
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()

    page = client.get(f"/en/cedar-lake/meetings/{workshop.pk}/waiting/").text

    assert "2 people hope to come." in page
    assert f"Places are given on {day_in_words(draw_day(workshop))} at noon" in page
    assert "Nobody waits for a place." not in page
