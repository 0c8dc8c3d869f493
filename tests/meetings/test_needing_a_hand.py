"""What is open with a welcome workshop: each row with its reason, and gone without it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from champions.enums import Channel, MessageState, Role
from champions.models import Message, Person, ViewedPerson
from champions.services.people import change_person, mark_died, mark_do_not_contact
from champions.services.talking_first import write_talk_first
from meetings.enums import InvitationState, NeedKind, Route, Say
from meetings.models import Invitation, Need
from meetings.needing_a_hand.rows import hands
from meetings.services.arrivals import note_arrivals
from meetings.services.invitations import invite
from meetings.services.needs import arrange_need
from meetings.services.rhythms import today_at
from meetings.services.seats import answer, ask
from meetings.services.wrong_hands import say_not_theirs
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_person,
    make_staff,
    make_workshop_pair,
)
from tests.meetings.test_workshops_in_the_admin import signed_in
from tests.meetings.workshops import told

pytestmark = pytest.mark.django_db
PHONE = "+17055550142"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def workshop(centre, anne):
    return make_workshop_pair(centre, make_circle(centre, lead=anne))


@pytest.fixture
def lead(client, anne):
    return signed_in(client, anne)


def invited(workshop, name="Rosa", *, route=Route.GENERAL, **fields):
    fields = {"address": "22 Birch Road", "channel": Channel.LETTER} | fields
    person = make_person(workshop.centre, name, **fields)
    invite(person, workshop, route=route, by=None)
    return person


def posted(workshop):
    told().update(state=MessageState.SENT)
    note_arrivals(workshop.centre)


def says(workshop, person, say, **fields):
    return answer(ask(workshop, person), say=say, by=None, how="letter", **fields)


def open_rows(workshop, *, for_lead=True):
    rows = hands(workshop, today_at(workshop.centre), for_lead=for_lead)
    return {row.key: row.count for row in rows}


def days_before_the_last(workshop, days):
    day = workshop.reply_by - timedelta(days=days) - in_days(0)
    return time_machine.travel(timezone.now() + day, tick=False)


# --- People nobody can tell -------------------------------------------------------


def lose(person):
    """The way by which they were told is found to be none."""
    Invitation.objects.filter(person=person).update(state=InvitationState.UNDELIVERED)
    Message.objects.filter(person=person).update(state=MessageState.BOUNCED)


def test_whose_invitation_came_back_stands_there_until_they_answer(workshop):
    rosa = invited(workshop)
    lose(rosa)
    before = open_rows(workshop)

    says(workshop, rosa, Say.NO)

    assert (before, open_rows(workshop)) == ({"lost": 1}, {})


@pytest.mark.parametrize("ends", [mark_do_not_contact, mark_died])
def test_who_is_to_be_left_in_peace_is_no_row(workshop, ends):
    rosa = invited(workshop)
    lose(rosa)

    ends(rosa, by=None)

    assert "lost" not in open_rows(workshop)


def test_with_whom_a_colleague_talks_first_is_no_row(workshop, anne):
    rosa = invited(workshop)
    lose(rosa)

    write_talk_first(rosa, by=anne, promised_by=anne, until=in_days(9))

    assert "lost" not in open_rows(workshop)


def test_who_said_yes_and_cannot_be_told_stands_there_until_a_way_is_known(workshop):
    rosa = make_person(workshop.centre, channel=Channel.IN_PERSON)
    says(workshop, rosa, Say.YES)
    before = open_rows(workshop)

    change_person(rosa, phone="705-555-0142", by=None)

    assert (before, open_rows(workshop)) == ({"untold": 1}, {})


def test_a_wrong_number_is_no_way(workshop):
    rosa = make_person(workshop.centre, phone=PHONE, phone_wrong_at=timezone.now())

    says(workshop, rosa, Say.YES)

    assert open_rows(workshop) == {"untold": 1}


# --- A word before the last day ---------------------------------------------------


def test_a_letter_without_an_answer_is_a_call_from_ten_days_before(workshop):
    invited(workshop, phone=PHONE)
    posted(workshop)

    found = []
    for days in (11, 10, 0, -1):
        with days_before_the_last(workshop, days):
            found.append(open_rows(workshop).get("silent", 0))

    assert found == [0, 1, 1, 0]


def test_nobody_is_called_who_answered_by_mail_or_was_prescribed(workshop):
    says(workshop, invited(workshop, "Yusuf", phone=PHONE), Say.LATER)
    invited(workshop, "Bea", phone=PHONE, route=Route.PRESCRIBED)
    mail = {"email": "x@example.org", "channel": Channel.EMAIL}
    invited(workshop, "Cleo", phone=PHONE, **mail)
    invited(workshop, "Dan", phone=PHONE, safe_to_phone=False)
    invited(workshop, "Eve")
    posted(workshop)

    with days_before_the_last(workshop, 5):
        assert "silent" not in open_rows(workshop)


def test_who_is_not_sure_is_asked_once_more_near_the_last_day(workshop):
    rosa = invited(workshop)
    says(workshop, rosa, Say.MAYBE)
    says(workshop, invited(workshop, "Bea", wants_reminders=False), Say.MAYBE)
    early = open_rows(workshop).get("unsure")

    with days_before_the_last(workshop, 10):
        assert (early, open_rows(workshop)["unsure"]) == (None, 1)
        says(workshop, rosa, Say.NO)
        assert "unsure" not in open_rows(workshop)


# --- What has a page of its own ---------------------------------------------------


def test_what_would_help_stands_there_until_it_is_arranged(workshop, anne):
    says(workshop, invited(workshop), Say.YES, needs=[NeedKind.RIDE])
    before = open_rows(workshop)["needs"]

    arrange_need(Need.objects.get(), by=anne)

    assert (before, open_rows(workshop).get("needs")) == (1, None)


def test_letters_calls_and_doubts_are_counted_for_this_workshop_alone(workshop):
    other = make_workshop_pair(workshop.centre, workshop.circle, days=60)
    invited(other, "Yusuf")
    invited(workshop)
    invited(workshop, "Bea", address="", phone=PHONE, channel=Channel.PHONE)
    invited(workshop, "Cleo", email="x@example.org", channel=Channel.EMAIL)
    told().filter(channel=Channel.EMAIL).update(state=MessageState.AMBIGUOUS)

    assert open_rows(workshop) == {"letters": 1, "calls": 1, "doubts": 1}


def test_a_card_and_a_letter_in_wrong_hands_are_counted_too(workshop):
    invited(workshop, address="", channel=Channel.IN_PERSON)
    invited(workshop, "Bea")
    say_not_theirs(Invitation.objects.get(person__first_name="Bea"))

    assert open_rows(workshop) == {"letters": 1, "cards": 1, "astray": 1}


@pytest.mark.parametrize(
    ("days", "words"), [(30, "must be in the post by"), (20, "late for an answer")]
)
def test_the_rule_says_by_when_letters_are_posted(workshop, days, words):
    invited(workshop)

    with days_before_the_last(workshop, days):
        (row,) = hands(workshop, today_at(workshop.centre), for_lead=True)

    assert words in row.rule


def test_once_the_workshop_has_begun_nobody_is_told_any_more(workshop):
    lose(invited(workshop))

    with time_machine.travel(workshop.starts_at, tick=False):
        assert open_rows(workshop) == {}


# --- The pages --------------------------------------------------------------------


def page(workshop, kind="", person=None):
    name, ids = "meetings:hand", [workshop.centre.slug, workshop.pk]
    if kind:
        name, ids = "meetings:hand_people", [*ids, kind]
    if person:
        name, ids = "meetings:hand_person", [*ids, person.pk]
    return reverse(name, args=ids)


def test_from_the_workshop_to_the_person_is_three_presses(lead, workshop):
    rosa = make_person(workshop.centre, channel=Channel.IN_PERSON)
    says(workshop, rosa, Say.YES)
    (row,) = lead.get(f"/admin/workshops/{workshop.pk}/").context["hands"]

    people = lead.get(row.url)
    opened = lead.post(page(workshop, "untold", rosa), follow=True)

    assert [person for person, _number in people.context["people"]] == [rosa]
    assert opened.context["person"] == rosa


def test_the_point_person_reads_why_an_invitation_did_not_arrive(lead, workshop):
    lose(invited(workshop))

    (row,) = lead.get(page(workshop)).context["rows"]

    assert row.url == reverse("workshops:lost", args=[workshop.pk])


def test_everybody_shown_is_noted_and_looking_changes_nothing(lead, workshop):
    rosa = invited(workshop)
    lose(rosa)
    before = Person.objects.get(pk=rosa.pk).updated_at

    lead.get(page(workshop, "lost"))

    assert [view.person_id for view in ViewedPerson.objects.all()] == [rosa.pk]
    assert Person.objects.get(pk=rosa.pk).updated_at == before


def test_who_does_not_stand_there_cannot_be_opened(lead, workshop):
    answers = [
        lead.post(page(workshop, kind, make_person(workshop.centre))).status_code
        for kind in ("lost", "nobody")
    ]

    assert answers == [404, 404]


def test_a_staff_partner_sees_those_of_their_own_groups(client, centre, workshop):
    kofi = make_staff(centre, Role.SUPPORTER, "Kofi")
    workshop.circle.partners.add(kofi.staff_roles.get())
    elsewhere = make_workshop_pair(centre, make_circle(centre, "Birch"))
    lose(invited(workshop))
    invited(workshop, "Bea")
    signed_in(client, kofi)

    rows = client.get(page(workshop)).context["rows"]

    # Letters are the point person's.
    assert [row.key for row in rows] == ["lost"]
    assert client.get(page(elsewhere)).status_code == 404


def test_a_champion_of_the_group_does_not_see_it(client, workshop):
    amina = make_champion(workshop.centre, workshop.circle)
    signed_in(client, amina.user)

    assert client.get(page(workshop)).status_code == 404


def test_another_centres_workshop_and_another_kind_of_get_together_are_unknown(
    lead, centre
):
    other = make_centre("harbourview")
    theirs = make_workshop_pair(other, make_circle(other))
    rosa = invited(theirs)
    lose(rosa)
    monthly = make_gathering(centre, circle=make_circle(centre, "Birch"))

    answers = [
        lead.get(page(theirs)),
        lead.get(page(theirs, "lost")),
        lead.post(page(theirs, "lost", rosa)),
        lead.get(page(monthly)),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_many_people_ask_the_database_as_often_as_one(lead, workshop):
    addresses = [page(workshop), page(workshop, "lost"), page(workshop, "untold")]
    counts = []
    for number in range(3):
        lose(invited(workshop, f"Lost {number}"))
        says(workshop, make_person(workshop.centre, f"Untold {number}"), Say.YES)
        for address in addresses:
            lead.get(address)
        counts.append([_asked(lead, address) for address in addresses])

    assert counts[0] == counts[1] == counts[2]


def _asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)
