"""What the page says before a mailing is sent: by which way, whose wish is met, who is
left out and why, how much work it is, and what remains until when."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from champions.enums import Channel
from champions.models import Person
from champions.permissions import SECOND_FACTOR
from champions.services.talking_first import write_talk_first
from meetings.models import Invitation
from meetings.services.mailing_counts import Counts, counts
from meetings.services.mailing_size import (
    everybody_asked_at_this_pace,
    size_for_six_months,
)
from meetings.services.mailings import CHUNK, draft_mailing, prepare_chunk, send_mailing
from meetings.services.seats import answer, ask
from tests.factories import in_days, make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop, neighbours

pytestmark = pytest.mark.django_db
CALLED = {"channel": Channel.PHONE, "phone": "+17055550142"}


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def workshop(centre, anne):
    return a_workshop(centre, anne)


@pytest.fixture
def lead(client, anne):
    client.force_login(anne)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def counted(workshop, anne, size=50, **fields):
    return counts(draft_mailing(workshop, size=size, by=anne, **fields))


def test_each_wish_that_is_not_met_is_said_with_what_is_taken(centre, anne, workshop):
    neighbours(centre, 2)
    neighbours(centre, 3, channel=Channel.TEXT, phone="+17055550142")
    neighbours(centre, 1, **CALLED)

    shown = counted(workshop, anne)

    assert shown.by_channel == {"letter": 6}
    assert shown.instead == {("text", "letter"): 3, ("phone", "letter"): 1}


def test_as_many_calls_as_staff_can_make_go_by_lot_to_who_would_like_one(
    centre, anne, workshop
):
    neighbours(centre, 9, **CALLED)
    neighbours(centre, 3)

    shown = counted(workshop, anne, calls=4)

    assert shown.by_channel == {"phone": 4, "letter": 8}
    assert shown.instead == {("phone", "letter"): 5}


def test_who_can_only_be_called_is_always_called(centre, anne, workshop):
    neighbours(centre, 3, **CALLED | {"address": ""})
    neighbours(centre, 2, channel=Channel.LETTER, address="", phone="+17055550142")

    none, one = counted(workshop, anne), counted(workshop, anne, calls=1)

    assert none.by_channel == one.by_channel == {"phone": 5}
    assert none.only_by_phone == 5


def test_the_worker_calls_those_who_were_counted(centre, anne, workshop):
    neighbours(centre, CHUNK + 5, **CALLED)
    mailing = draft_mailing(workshop, size=CHUNK + 5, by=anne, calls=CHUNK + 2)
    shown = counts(mailing)
    send_mailing(mailing, by=anne)

    while prepare_chunk(mailing):
        pass

    called = Invitation.objects.filter(channel=Channel.PHONE).count()
    assert called == shown.by_channel["phone"] == CHUNK + 2


def test_calls_stay_as_they_were_when_only_the_size_changes(anne, workshop):
    draft_mailing(workshop, size=5, by=anne, calls=3)

    assert draft_mailing(workshop, size=9, by=anne).calls == 3


def test_households_are_counted_and_each_person_in_them_is_asked(
    centre, anne, workshop
):
    neighbours(centre, 2, address="22 Birch Road", postal_code="P0X 1A0")
    neighbours(centre, 1, address="22 BIRCH ROAD", postal_code="p0x1a0")
    neighbours(centre, 2, address="", email="us@example.org", channel="email")
    neighbours(centre, 1, address="1 Elm")

    shown = counted(workshop, anne)

    assert (shown.people, shown.shared_addresses, shown.at_shared_addresses) == (
        6,
        2,
        5,
    )


def test_who_is_left_out_stands_there_as_a_number(centre, anne, workshop):
    people = neighbours(centre, 3)
    write_talk_first(
        people[0],
        promised_by=anne,
        until=in_days(9),
        by=anne,
    )
    make_person(centre, "No Letters", address="x", do_not_contact_at=timezone.now())
    make_person(centre, "Nowhere")

    shown = counted(workshop, anne)

    assert (shown.talked_with_first, shown.never_written_to, shown.only_in_person) == (
        1,
        1,
        1,
    )
    assert (shown.people, shown.left_afterwards) == (3, 1)


def test_the_work_is_said_in_hours():
    shown = Counts(by_channel={"letter": 90, "phone": 11})

    assert (shown.hours_of_letters, shown.hours_of_calls) == (2, 2)
    assert (Counts().hours_of_letters, Counts().hours_of_calls) == (0, 0)


def test_at_this_pace_a_mailing_of_each_month_reaches_everybody_by_a_day():
    begin = date(2026, 10, 5)

    assert everybody_asked_at_this_pace(0, 100, begin) == begin
    assert everybody_asked_at_this_pace(250, 100, begin) == date(2027, 1, 5)


def test_how_many_a_month_would_do_for_six_months(centre):
    assert size_for_six_months(centre, 600) == 100


def test_counting_many_asks_the_database_as_often_as_counting_few(
    centre, anne, workshop
):
    asked = []
    assert centre.own_words == {}  # kept with the centre from then on
    for number in (3, 60):
        neighbours(centre, number, **CALLED)
        neighbours(centre, number, email="a@example.org", channel="email")
        mailing = draft_mailing(workshop, size=500, by=anne, calls=2)
        mailing.centre = centre  # which the page has read with it
        with CaptureQueriesContext(connection) as queries:
            counts(mailing)
        asked.append(len(queries))

    assert asked[0] == asked[1]


def page(lead, mailing):
    return lead.get(f"/admin/workshops/mailings/{mailing.pk}/").content.decode()


def test_a_mailing_larger_than_who_is_left_says_so_kindly(lead, centre, anne, workshop):
    neighbours(centre, 3)

    words = page(lead, draft_mailing(workshop, size=960, by=anne))

    assert "You said 960. There are no more people to ask now: these are all." in words
    assert "After this mailing everybody on your list has been asked." in words


def test_with_nobody_to_ask_there_is_no_button(lead, anne, workshop):
    words = page(lead, draft_mailing(workshop, size=9, by=anne))

    assert "There is nobody to ask" in words
    assert "/send/" not in words


def test_the_page_says_until_when_at_this_pace_and_what_would_do(
    lead, centre, anne, workshop
):
    neighbours(centre, 40)

    words = page(lead, draft_mailing(workshop, size=2, by=anne))

    assert "With a mailing like this each month, everybody has been asked by" in words
    assert "That is later than six months; 7 a month would do." in words


def test_calls_are_asked_for_on_the_page_and_counted_again(
    lead, centre, anne, workshop
):
    neighbours(centre, 4, **CALLED)
    mailing = draft_mailing(workshop, size=4, by=anne)

    lead.post(f"/admin/workshops/{workshop.pk}/mailing/", {"size": 4, "calls": 3})

    shown = lead.get(f"/admin/workshops/mailings/{mailing.pk}/").context["counts"]
    assert dict(shown["ways"])["telephone"] == 3
    assert [n for _wish, _way, n in shown["instead"]] == [1]


def test_the_proposed_size_says_its_arithmetic(lead, centre, workshop):
    neighbours(centre, 3)

    shown = lead.get(f"/admin/workshops/{workshop.pk}/")

    words = " ".join(shown.content.decode().split())
    assert "24 places are free." in words
    assert "24 ÷ 2.5 × 100 = 960." in words
    assert "You can ask 3: that is everybody who is left." in words
    assert shown.context["mailing_form"]["size"].value() == 3


def test_only_places_that_nobody_hopes_for_count(lead, centre, anne):
    workshop = a_workshop(centre, anne, places=2)
    for name in ("Rosa", "Lou"):
        seat = ask(workshop, make_person(centre, name, address="22 Birch Road"))
        answer(seat, say="yes", by=None, how=Channel.LETTER)
    neighbours(centre, 3)

    shown = lead.get(f"/admin/workshops/{workshop.pk}/")

    assert shown.context["free"] == 0
    assert "As many people hope to come as there are places." in shown.content.decode()


def test_when_everybody_was_asked_the_page_says_so(lead, workshop):
    assert not Person.objects.filter(first_name="Neighbour 1").exists()

    words = lead.get(f"/admin/workshops/{workshop.pk}/").content.decode()

    assert "Everybody on your list was asked." in words
