"""Calls to make: who is called, what is said, and what one press does."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from champions.enums import Channel, ConsentPurpose, MessageState, Role
from champions.models import Circle, Message, Person, StaffRole
from champions.permissions import SECOND_FACTOR
from champions.services.calls import find_another_way
from champions.services.consents import give_consent, take_back_contact
from champions.services.people import change_person, mark_died, mark_do_not_contact
from cms.this_week import rows_of
from meetings.enums import MeetingKind
from meetings.services.booking import book_next
from meetings.services.gatherings import cancel_meeting
from meetings.services.seats import come_as_guest
from tests.factories import (
    in_days,
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
def circle(centre):
    return make_circle(centre)


@pytest.fixture
def come_in(client, centre):
    def as_staff(role=Role.LEAD):
        client.force_login(make_staff(centre, role, first_name="Anne"))
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        return client

    return as_staff


@pytest.fixture
def lead(come_in):
    return come_in()


def by_phone(circle, name="Kofi", **fields):
    fields = {"phone": "+17055550144", "channel": Channel.PHONE} | fields
    return make_champion(circle.centre, circle, name, **fields)


def asked(circle):
    """The group is asked to its next get-together: a call for each without mail."""
    return book_next(circle, on=in_days(14), by=None)


def page(client, centre):
    return client.get(reverse("meetings:calls", args=[centre.slug])).content.decode()


def press(client, message, say, *, follow=False):
    address = reverse("meetings:call", args=[message.centre.slug, message.pk])
    return client.post(address, {"say": say}, follow=follow)


def allow_contact(person):
    give_consent(person, ConsentPurpose.CONTACT, wording=1, how="phone", by=None)


def the_call():
    return Message.objects.get(channel=Channel.PHONE)


def test_a_call_says_who_the_number_when_and_the_words_without_links(
    lead, centre, circle
):
    by_phone(circle, call_when="mornings")
    asked(circle)

    shown = page(lead, centre)

    for words in ("Kofi", 'href="tel:+17055550144"', "(705) 555-0144", "mornings"):
        assert words in shown
    assert "We would like to see you. Can you come?" in shown
    assert "{link" not in shown
    assert "Reply, or change your reply" not in shown


@pytest.mark.parametrize("safe", [True, False])
def test_a_message_is_left_only_where_that_is_safe_and_says_nothing(
    lead, centre, circle, safe
):
    by_phone(circle, safe_to_leave_message=safe)
    asked(circle)

    shown = page(lead, centre)
    press(lead, the_call(), "left")

    assert ("Do not leave a message." in shown) is not safe
    words = "Hello, this is Anne, calling for Kofi. Nothing is wrong."
    assert (words in shown) is safe
    assert the_call().state == (MessageState.SENT if safe else MessageState.QUEUED)


def test_who_is_reached_counts_as_told(lead, circle):
    by_phone(circle)
    meeting = asked(circle)
    meeting.seats.update(reply="coming")
    Message.objects.all().delete()
    cancel_meeting(meeting, why="Snow", by=None)

    answer = press(lead, the_call(), "reached")

    assert answer["Location"] == reverse("meetings:calls", args=["cedar-lake"])
    assert the_call().state == MessageState.SENT


def test_a_question_leads_straight_to_where_the_answer_is_written_down(lead, circle):
    kofi = by_phone(circle)
    meeting = asked(circle)

    answer = press(lead, the_call(), "reached")
    desk = lead.get(answer["Location"])

    wanted = reverse("meetings:desk_person", args=["cedar-lake", kofi.pk])
    assert answer["Location"] == f"{wanted}#m{meeting.pk}"
    assert f'id="m{meeting.pk}"' in desk.content.decode()


def test_who_does_not_answer_is_called_again_tomorrow_with_the_tries_counted(
    lead, centre, circle
):
    by_phone(circle)
    asked(circle)

    press(lead, the_call(), "no_answer")

    assert "Kofi" not in page(lead, centre)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert "Called 1 time, no answer." in page(lead, centre)


def test_when_tomorrow_is_too_late_they_are_called_again_in_an_hour(lead, circle):
    noon = timezone.now().replace(hour=17)
    with time_machine.travel(noon, tick=False):
        by_phone(circle)
        asked(circle)
        Message.objects.update(not_after=noon + timedelta(hours=3))

        press(lead, the_call(), "no_answer")

    assert the_call().not_before == noon + timedelta(hours=1)


def test_a_wrong_number_is_not_called_again_and_a_letter_goes_instead(lead, circle):
    kofi = by_phone(circle, address="3 Elm Street", safe_to_write=False)
    asked(circle)
    Person.objects.update(safe_to_write=True)

    press(lead, the_call(), "wrong")

    letter = Message.objects.get(channel=Channel.LETTER)
    kofi.refresh_from_db()
    assert (the_call().state, letter.state) == ("cancelled", "queued")
    assert letter.text == the_call().text
    assert {one.topic for one in letter.topics.all()} == {
        one.topic for one in the_call().topics.all()
    }
    assert kofi.phone_wrong_at is not None


def test_with_no_other_way_staff_see_who_was_not_told(lead, centre, circle):
    by_phone(circle)
    asked(circle)

    shown = press(lead, the_call(), "wrong", follow=True).content.decode()

    assert the_call().state == MessageState.FAILED
    assert "We have no other way to tell them." in shown
    titles = [row.title for row in rows_of(centre)]
    assert "1 message may not have arrived" in titles


def test_a_new_number_is_called_again(circle):
    kofi = by_phone(circle, phone_wrong_at=timezone.now())

    change_person(kofi, by=None, phone="705-555-0199")

    kofi.refresh_from_db()
    assert kofi.phone_wrong_at is None


def test_a_number_that_is_no_longer_safe_is_not_called(circle):
    by_phone(circle)
    asked(circle)
    Person.objects.update(safe_to_phone=False, email="k@example.org")

    assert find_another_way() == 1

    assert the_call().state == MessageState.CANCELLED
    assert Message.objects.get(channel=Channel.EMAIL).to_address == "k@example.org"


@pytest.mark.parametrize("ends", [mark_died, mark_do_not_contact])
def test_nobody_is_asked_to_call_who_died_or_said_stop(lead, centre, circle, ends):
    kofi = by_phone(circle)
    by_phone(circle, "Yusuf")
    asked(circle)

    ends(kofi, by=None)

    shown = page(lead, centre)
    assert ("Kofi" in shown, "Yusuf" in shown) == (False, True)


def test_the_second_of_two_who_press_is_told(lead, circle):
    by_phone(circle)
    asked(circle)
    press(lead, the_call(), "reached")

    late = press(lead, the_call(), "wrong", follow=True).content.decode()

    assert "Somebody else was faster." in late
    assert Person.objects.exclude(phone_wrong_at=None).count() == 0


def test_a_guest_is_called_by_the_first_name_and_number_they_left(lead, centre):
    session = make_gathering(centre, kind=MeetingKind.SESSION)
    come_as_guest(session, name="Omar", reach="705 555 0143", submission=uuid.uuid4())
    cancel_meeting(session, why="Snow", by=None)

    shown = page(lead, centre)
    press(lead, the_call(), "reached")

    assert "Omar" in shown
    assert "(705) 555-0143" in shown
    assert the_call().state == MessageState.SENT


def test_the_front_desk_sees_one_person_at_a_time(come_in, centre, circle):
    by_phone(circle, "Kofi")
    by_phone(circle, "Esi", phone="+17055550145")
    asked(circle)

    shown = page(come_in(Role.DESK), centre)

    assert [name in shown for name in ("Kofi", "Esi")].count(True) == 1
    assert "1 more waits after this." in shown


def test_a_partner_sees_the_people_of_their_own_groups(come_in, centre, circle):
    by_phone(circle, "Kofi")
    by_phone(make_circle(centre, "Elm"), "Esi", phone="+17055550145")
    for one in Circle.objects.all():
        asked(one)
    client = come_in(Role.SUPPORTER)
    circle.partners.add(StaffRole.objects.get())

    shown = page(client, centre)

    assert [name in shown for name in ("Kofi", "Esi")] == [True, False]


def test_calls_of_another_centre_are_unknown(lead):
    there = make_circle(make_centre("harbourview"))
    by_phone(there)
    asked(there)

    foreign = reverse("meetings:call", args=["cedar-lake", the_call().pk])
    answer = lead.post(foreign, {"say": "reached"})

    assert (answer.status_code, the_call().state) == (404, "queued")


def test_ten_calls_ask_the_database_as_often_as_two(lead, centre, circle):
    for number in range(2):
        by_phone(circle, f"A{number}")
    asked(circle)
    with CaptureQueriesContext(connection) as few:
        page(lead, centre)
    elm = make_circle(centre, "Elm")
    for number in range(8):
        by_phone(elm, f"B{number}")
    asked(elm)

    with CaptureQueriesContext(connection) as many:
        page(lead, centre)
    assert len(many) == len(few)


def test_this_week_leads_to_the_calls_and_the_row_goes_with_the_last_one(
    lead, centre, circle
):
    by_phone(circle)
    asked(circle)

    (row,) = [row for row in rows_of(centre) if row.verb == "Call them"]
    shown = lead.get(row.url).content.decode()
    press(lead, the_call(), "reached")

    assert "Kofi" in shown
    assert [row for row in rows_of(centre) if row.verb == "Call them"] == []


@pytest.mark.parametrize("left_alone", [mark_died, mark_do_not_contact])
def test_who_died_or_asked_us_to_stop_is_on_no_list_of_calls_from_that_moment(
    lead, centre, circle, left_alone
):
    kofi = by_phone(circle)
    asked(circle)
    assert "Kofi" in page(lead, centre)

    left_alone(kofi, by=None)

    assert "Kofi" not in page(lead, centre)


def test_who_took_back_that_we_may_write_is_not_called_and_hears_it_no_other_way(
    lead, centre, circle
):
    kofi = by_phone(circle)
    allow_contact(kofi)
    asked(circle)
    assert "Kofi" in page(lead, centre)

    take_back_contact(kofi, by=None)

    assert "Kofi" not in page(lead, centre)
    find_another_way()
    assert the_call().state == MessageState.CANCELLED


def test_who_asked_for_an_answer_is_called_although_they_want_no_letters(
    lead, centre, circle
):
    kofi = by_phone(circle)
    asked(circle)
    Message.objects.update(asked_for=True)

    mark_do_not_contact(kofi, by=None)

    assert "Kofi" in page(lead, centre)
