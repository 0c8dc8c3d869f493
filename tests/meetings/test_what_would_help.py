"""What would help somebody to come: looked after by somebody, arranged, told once, and
what it cost."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from champions.enums import Channel, MessageState, Role
from champions.messages.sender import answer_bell
from champions.models import Message
from champions.money import amount_in_words
from champions.permissions import SECOND_FACTOR
from meetings.enums import NeedKind, Reply, Say
from meetings.models import Need, TravelCost
from meetings.services import answer
from meetings.services.needs import (
    Wish,
    arrange_need,
    could_look_after,
    look_after,
    undo_arrange,
)
from meetings.services.privacy import erase
from meetings.services.seats import ask
from meetings.services.travel import note_cost, noted_this_quarter, quarter_of
from tests.factories import (
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
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
def ben(centre):
    return make_staff(centre, Role.SUPPORTER, "Ben")


@pytest.fixture
def circle(centre, anne, ben):
    circle = make_circle(centre, lead=anne)
    circle.partners.add(ben.staff_roles.get())
    return circle


@pytest.fixture
def amina(centre, circle):
    return make_champion(centre, circle, email="amina@example.org")


@pytest.fixture
def meeting(centre, circle, amina):
    return make_gathering(centre, circle=circle, days=5)


@pytest.fixture
def need(meeting, amina):
    seat = ask(meeting, amina)
    ride = Wish(NeedKind.RIDE, "from the mill")
    answer(seat, say=Say.YES, by=None, how=Channel.EMAIL, needs=[ride])
    return Need.objects.select_related("seat__meeting__circle").get()


def told(person):
    rows = Message.objects.filter(person=person, name__endswith="arranged")
    return [
        (m.name, m.state) for m in rows.order_by("pk") if m.name != "meetings/asked"
    ]


def staff_page(client, user, meeting):
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client.get(reverse("meetings:needs", args=[meeting.centre.slug, meeting.pk]))


def press(client, need, **sent):
    where = [need.centre.slug, need.seat.meeting_id, need.pk]
    return client.post(reverse("meetings:need", args=where), sent)


# --- Who looks after it ---


def test_the_groups_point_person_looks_after_it_until_somebody_takes_it(
    need, anne, ben
):
    before = need.looked_after_by

    look_after(need, who=ben, by=ben)

    need.refresh_from_db()
    assert (before, need.looked_after_by) == (anne, ben)


def test_staff_take_it_with_one_press(client, need, meeting, ben):
    page = staff_page(client, ben, meeting)

    press(client, need, do="take")

    assert "Anne looks after it." in page.content.decode()
    assert Need.objects.get().owner == ben


def test_it_is_given_to_staff_of_the_group_alone(client, need, meeting, anne, centre):
    staff_page(client, anne, meeting)
    stranger = make_staff(make_centre("elsewhere"), first_name="Zoe")

    refused = press(client, need, do="give", who=stranger.pk)

    assert refused.status_code == 200
    assert Need.objects.get().owner is None
    assert stranger not in could_look_after(meeting)


# --- Arranged, and told ---


def test_what_is_arranged_is_told_once_in_the_words_of_staff(need, amina, anne, ben):
    arrange_need(need, by=anne, words="Marc picks you up at 1 pm.")
    arrange_need(need, by=ben, words="Lou picks you up.")

    assert told(amina) == [("meetings/arranged", MessageState.QUEUED)]
    text = Message.objects.get(name="meetings/arranged").text
    assert "What you asked for is arranged: a ride. Marc picks you up at 1 pm." in text


def test_a_slip_is_taken_back_before_anybody_reads_it(need, amina, anne):
    arrange_need(need, by=anne)
    answer_bell()

    undo_arrange(need, by=anne)

    assert told(amina) == [("meetings/arranged", MessageState.CANCELLED)]
    assert Need.objects.get().arranged_at is None


def test_who_was_told_hears_that_it_did_not_work_out(need, amina, anne):
    arrange_need(need, by=anne)
    Message.objects.filter(name="meetings/arranged").update(state=MessageState.SENT)

    undo_arrange(need, by=anne)

    assert told(amina)[-1] == ("meetings/not_arranged", MessageState.QUEUED)


def test_what_is_arranged_again_is_told_again(need, amina, anne):
    arrange_need(need, by=anne)
    undo_arrange(need, by=anne)
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        arrange_need(need, by=anne)

    states = [state for _name, state in told(amina)]
    assert states == [MessageState.CANCELLED, MessageState.QUEUED]


def test_the_person_sees_what_is_arranged_on_their_own_page(
    client, need, meeting, amina, anne
):
    client.force_login(amina.user)
    here = reverse("meetings:detail", args=[meeting.centre.slug, meeting.pk])
    before = client.get(here).content.decode()

    arrange_need(need, by=anne, words="Marc picks you up at 1 pm.")

    assert "Anne looks after it and tells you." in before
    after = client.get(here).content.decode()
    assert "Arranged: a ride.</strong> Marc picks you up at 1 pm." in after


def test_champions_see_numbers_alone(client, need, meeting, centre, circle):
    client.force_login(make_champion(centre, circle, "Rosa").user)
    here = [meeting.centre.slug, meeting.pk]

    page = client.get(reverse("meetings:detail", args=here)).content.decode()

    assert "a ride: 1" in page
    assert "from the mill" not in page
    assert client.get(reverse("meetings:needs", args=here)).status_code == 404


def test_a_need_never_decides_about_a_place(centre, circle, amina):
    meeting = make_gathering(centre, circle=circle, places=1)
    every = list(NeedKind)

    seat = answer(
        ask(meeting, amina), say=Say.YES, by=None, how=Channel.PHONE, needs=every
    )

    assert (seat.reply, seat.needs.count()) == (Reply.COMING, len(every))


def test_what_was_arranged_for_somebody_who_says_no_is_to_be_called_off(
    client, need, meeting, anne
):
    arrange_need(need, by=anne)
    answer(need.seat, say=Say.NO, by=None, how=Channel.EMAIL)

    page = staff_page(client, anne, meeting).content.decode()

    assert "Please call off what was arranged." in page


# --- The travel fund ---


def test_the_point_person_sees_what_was_noted_this_quarter(
    client, need, meeting, anne, ben
):
    staff_page(client, ben, meeting)
    press(client, need, do="cost", amount="12.50")
    press(client, need, do="cost", amount="14.50")

    sums = [
        "$14.50</strong> noted since"
        in staff_page(client, user, meeting).content.decode()
        for user in (anne, ben)
    ]

    assert sums == [True, False]
    assert TravelCost.objects.get().noted_by == ben


def test_an_amount_that_is_none_is_said_beside_its_field(client, need, meeting, anne):
    staff_page(client, anne, meeting)

    page = press(client, need, do="cost", amount="much").content.decode()

    assert f'href="#need-{need.pk}-amount"' in page
    assert not TravelCost.objects.exists()


def test_a_quarter_begins_with_january_april_july_or_october(centre, need, anne):
    with time_machine.travel("2026-12-31 23:00:00-05:00"):
        note_cost(need, cents=700, by=anne)
        in_december = noted_this_quarter(centre)
    with time_machine.travel("2027-01-01 01:00:00-05:00"):
        in_january = noted_this_quarter(centre)

    assert in_december == (700, date(2026, 10, 1))
    assert in_january == (0, date(2027, 1, 1))
    assert quarter_of(date(2026, 3, 31)) == date(2026, 1, 1)


def test_a_cost_outlives_whom_it_was_for_and_says_no_name(need, amina, anne):
    note_cost(need, cents=700, by=anne)

    erase(amina)

    cost = TravelCost.objects.get()
    assert (cost.need, cost.kind, cost.cents) == (None, "ride", 700)


@pytest.mark.parametrize(
    ("language", "country", "words"),
    [
        ("en", "CA", "$12.05"),
        ("en", "GB", "£12.05"),
        ("fr", "CA", "12,05\N{NO-BREAK SPACE}$"),
    ],
)
def test_money_is_written_as_in_its_place(language, country, words):
    with translation.override(language):
        assert amount_in_words(1205, country=country) == words
