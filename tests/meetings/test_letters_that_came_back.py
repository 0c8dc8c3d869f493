"""A letter that the post brought back is typed in by its code: nothing more is posted to that
address, and the invitation goes another way. A slip of the hand is taken back."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from champions.enums import Channel, CodePurpose, Role
from champions.links import token
from champions.messages.outbox import posted
from champions.messages.words import address_of
from champions.models import Message, Person, ViewedPerson
from champions.permissions import SECOND_FACTOR
from champions.services.calls import find_another_way
from champions.services.codes import digits_for, issue_code
from champions.services.letters import (
    make_ready,
    not_to_post,
    print_one,
    waiting_letters,
)
from champions.services.people import change_person
from meetings.enums import InvitationState, Route, Say
from meetings.models import Invitation
from meetings.services import answer
from meetings.services.arrivals import note_arrivals
from meetings.services.invitations import invite
from meetings.services.returned_letters import Found, note_returned, read_codes
from meetings.services.seats import ask
from tests.factories import make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop, told

pytestmark = pytest.mark.django_db
A_WHILE = timedelta(minutes=6)


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
def posted_to(centre, anne, workshop):
    """Somebody whose invitation is in the post; with its code."""

    def one(name="Rosa", **ways):
        ways = {"address": "22 Birch Road", "channel": Channel.LETTER} | ways
        person = make_person(centre, name, **ways)
        invitation = invite(person, workshop, route=Route.GENERAL, by=anne)
        posted(told().filter(person=person), by=anne)
        note_arrivals(centre)
        return invitation

    return one


def code_of(invitation):
    return digits_for(CodePurpose.INVITATION, invitation.pk)


def come_back(invitation, anne, typed=""):
    codes = read_codes(typed or code_of(invitation))
    return note_returned(invitation.centre, codes, by=anne)


def ways(invitation):
    messages = told().filter(person=invitation.person).order_by("pk")
    return list(messages.values_list("channel", "state"))


def state_of(invitation):
    invitation.refresh_from_db()
    return invitation.state


def after_a_while(centre):
    with time_machine.travel(timezone.now() + A_WHILE):
        find_another_way()
        note_arrivals(centre)


def test_the_address_is_wrong_and_the_invitation_undelivered(posted_to, anne):
    invitation = posted_to()

    (noted,) = come_back(invitation, anne)

    person = Person.objects.get(pk=invitation.person_id)
    assert (noted.found, noted.person) == (Found.NOTED, person)
    assert person.address_wrong_at is not None
    assert state_of(invitation) == InvitationState.UNDELIVERED
    assert ways(invitation) == [("letter", "bounced")]


def test_after_a_few_minutes_it_goes_another_way_by_itself(posted_to, centre, anne):
    invitation = posted_to(email="rosa@example.org")
    come_back(invitation, anne)

    note_arrivals(centre)
    at_once = len(ways(invitation))
    after_a_while(centre)

    assert at_once == 1
    assert ways(invitation)[1:] == [("email", "queued")]


def test_typed_twice_it_is_noted_once(posted_to, anne):
    invitation = posted_to()
    come_back(invitation, anne)

    (again,) = come_back(invitation, anne)

    assert again.found == Found.BEFORE
    assert Message.objects.filter(state="bounced").count() == 1


def test_one_that_is_wrong_keeps_none_of_the_others_back(posted_to, centre, anne):
    rosa, kofi = posted_to("Rosa"), posted_to("Kofi")
    mailed = make_person(centre, "Lou", email="lou@example.org")
    lou = invite(mailed, rosa.meeting, route=Route.GENERAL, by=anne)
    typed = [code_of(rosa), "00000 00000", "who?", code_of(lou), code_of(kofi)]

    noted = come_back(rosa, anne, "\n".join(typed))

    assert [one.found for one in noted] == [
        Found.NOTED,
        Found.UNKNOWN,
        Found.UNKNOWN,
        Found.NO_LETTER,
        Found.NOTED,
    ]


def test_a_letter_that_comes_back_after_the_workshop_is_known_too(
    posted_to, workshop, anne
):
    invitation = posted_to()
    typed = code_of(invitation)
    told().update(text="", links={}, to_address="")

    with time_machine.travel(workshop.starts_at + timedelta(days=3)):
        (noted,) = come_back(invitation, anne, typed)

    assert noted.found == Found.NOTED
    assert Person.objects.get(pk=invitation.person_id).address_wrong_at is not None


@pytest.mark.parametrize("lost", [1, 2])
def test_the_square_can_be_scanned_also_that_of_an_older_letter(
    posted_to, anne, settings, lost
):
    settings.BASE_URL = "https://champions.example"
    invitation = posted_to()
    scanned = address_of(told().get(), "reply")
    for generation in range(1, lost + 1):
        issue_code(
            invitation.centre,
            purpose=CodePurpose.INVITATION,
            thing_id=invitation.pk,
            generation=generation,
        )

    (noted,) = come_back(invitation, anne, scanned)

    assert noted.found == Found.NOTED


def test_a_square_that_was_made_up_is_nobodys(posted_to, anne):
    invitation = posted_to()
    forged = token(CodePurpose.SEAT, invitation.pk, 1)

    (noted,) = come_back(invitation, anne, f"https://x.example/en/i/{forged}/")

    assert noted.found == Found.UNKNOWN


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12345 67890\n\n 1234567891 ", ["1234567890", "1234567891"]),
        ("12345678901234567891", ["1234567890", "1234567891"]),
        ("12345-67890\n12345 67890", ["1234567890"]),
        ("１２３４５ ６７８９０", ["1234567890"]),
        ("123", ["123"]),
        ("12345 6789O", ["12345 6789O"]),
        ("https://x.ca/fr/i/5.ab-c_/https://x.ca/en/seat/7.d/", ["/i/5.ab-c_", "/seat/7.d"]),
    ],
)  # fmt: skip
def test_codes_are_read_as_they_come(typed, read):
    assert read_codes(typed) == read


def test_a_printed_letter_that_nobody_said_was_posted_was_in_the_post(
    centre, anne, workshop
):
    rosa = make_person(centre, address="22 Birch Road")
    invitation = invite(rosa, workshop, route=Route.GENERAL, by=anne)
    make_ready(centre, waiting_letters(anne)[0].topic, by=anne)
    while print_one():
        pass

    (noted,) = come_back(invitation, anne)

    assert (noted.found, ways(invitation)) == (Found.NOTED, [("letter", "bounced")])


def test_who_has_moved_since_it_was_posted_is_posted_to_the_new_address(
    posted_to, centre, anne
):
    invitation = posted_to()
    change_person(invitation.person, by=anne, address="3 Elm Street")

    come_back(invitation, anne)
    after_a_while(centre)

    assert Person.objects.get(pk=invitation.person_id).address_wrong_at is None
    assert ways(invitation) == [("letter", "bounced"), ("letter", "queued")]


def test_a_new_address_is_posted_to_again(posted_to, centre, anne):
    invitation = posted_to()
    come_back(invitation, anne)
    change_person(invitation.person, by=anne, address="3 Elm Street")

    after_a_while(centre)

    assert ways(invitation)[1:] == [("letter", "queued")]


def test_who_has_answered_stays_answered(posted_to, anne):
    invitation = posted_to()
    seat = ask(invitation.meeting, invitation.person)
    answer(seat, say=Say.LATER, by=anne, how=Channel.PHONE)

    come_back(invitation, anne)

    assert state_of(invitation) == InvitationState.MAYBE_LATER


# --- Other letters to the same address --------------------------------------------


def test_what_waits_for_that_address_is_not_posted_and_goes_another_way(
    posted_to, centre, anne
):
    invitation = posted_to(email="rosa@example.org")
    seat = ask(invitation.meeting, invitation.person)
    answer(seat, say=Say.YES, by=anne, how=Channel.PHONE)
    letter = Message.objects.get(name="meetings/hoping")
    make_ready(centre, waiting_letters(anne)[0].topic, by=anne)
    while print_one():
        pass

    come_back(invitation, anne)
    (batch,) = letter.batches.all()
    left_out = [one.pk for one in not_to_post(batch)]
    after_a_while(centre)

    letter.refresh_from_db()
    assert (left_out, letter.state) == ([letter.pk], "cancelled")
    other = Message.objects.get(name="meetings/hoping", channel=Channel.EMAIL)
    assert other.state == "queued"


# --- A slip of the hand -----------------------------------------------------------


@pytest.fixture
def lead(client, anne):
    return signed_in(client, anne)


def signed_in(client, user):
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def page_of(centre):
    return reverse("returned:centre", args=[centre.pk])


def undo(client, letter):
    return client.post(reverse("returned:undo", args=[letter.pk]), follow=True)


def test_a_slip_is_taken_back_as_if_nothing_had_been(lead, posted_to, centre):
    invitation = posted_to(email="rosa@example.org")
    lead.post(page_of(centre), {"codes": code_of(invitation)})

    undo(lead, told().get())
    after_a_while(centre)

    assert state_of(invitation) == InvitationState.SENT
    assert ways(invitation) == [("letter", "sent")]
    assert Person.objects.exclude(address_wrong_at=None).count() == 0


def test_taken_back_later_what_has_not_left_on_another_way_stays_here(
    lead, posted_to, centre, anne
):
    invitation = posted_to(email="rosa@example.org")
    come_back(invitation, anne)
    after_a_while(centre)

    undo(lead, told().get(channel=Channel.LETTER))

    assert ways(invitation) == [("letter", "sent"), ("email", "cancelled")]
    assert (state_of(invitation), invitation.channel) == ("sent", "letter")


def test_taken_back_too_late_what_was_told_stays_told(lead, posted_to, centre, anne):
    invitation = posted_to(phone="+17055550142")
    come_back(invitation, anne)
    after_a_while(centre)
    posted(told().filter(channel=Channel.PHONE), by=anne)
    note_arrivals(centre)

    undo(lead, told().get(channel=Channel.LETTER))

    assert ways(invitation) == [("letter", "sent"), ("phone", "sent")]
    assert (state_of(invitation), invitation.channel) == ("sent", "phone")


def test_the_second_of_two_who_take_it_back_is_told(lead, posted_to, anne):
    invitation = posted_to()
    come_back(invitation, anne)
    undo(lead, told().get())

    late = undo(lead, told().get()).content.decode()

    assert "Somebody else was faster." in late


def test_an_address_changed_since_is_not_doubted_again(lead, posted_to, anne):
    invitation = posted_to()
    come_back(invitation, anne)
    change_person(invitation.person, by=anne, address="3 Elm Street")

    undo(lead, told().get())

    assert Person.objects.get(pk=invitation.person_id).address == "3 Elm Street"
    assert Person.objects.exclude(address_wrong_at=None).count() == 0


# --- The pages --------------------------------------------------------------------


def test_the_page_says_whose_and_what_now_and_names_what_it_does_not_know(
    lead, posted_to, centre
):
    rosa, kofi = posted_to("Rosa", email="rosa@example.org"), posted_to("Kofi")
    typed = f"{code_of(rosa)}\n99999 99999\n{code_of(kofi)}"

    shown = lead.post(page_of(centre), {"codes": typed}).content.decode()

    for words in (
        "2 letters are noted as come back.",
        "9999999999: we do not know this code.",
        "In a few minutes it goes another way: e-mail.",
        "We know no other way: a card waits at the front desk.",
        "Rosa",
        "Kofi",
    ):
        assert words in shown
    field = re.search(r"<textarea[^>]*>(.*?)</textarea>", shown, re.S)[1]
    assert field.strip() == "9999999999"


def test_whom_the_page_shows_is_noted(lead, posted_to, centre):
    invitation = posted_to()

    lead.post(page_of(centre), {"codes": code_of(invitation)}, follow=True)

    assert ViewedPerson.objects.filter(person_id=invitation.person_id).exists()


def test_opening_the_page_changes_nothing(lead, posted_to, centre):
    posted_to()
    before = list(Message.objects.values())

    lead.get(page_of(centre))

    assert list(Message.objects.values()) == before


def test_the_desk_sees_what_it_has_typed_and_no_more(client, posted_to, centre, anne):
    rosa, kofi = posted_to("Rosa"), posted_to("Kofi")
    come_back(kofi, anne)
    desk = signed_in(client, make_staff(centre, Role.DESK))
    here = reverse("meetings:letters_back", args=[centre.slug])

    shown = desk.post(here, {"codes": code_of(rosa)}, follow=True).content.decode()
    letter = told().get(person=kofi.person)
    foreign = reverse("meetings:letter_not_back", args=[centre.slug, letter.pk])
    desk.post(foreign)

    assert "Rosa" in shown
    assert "Kofi" not in shown
    assert state_of(kofi) == InvitationState.UNDELIVERED


def test_the_desk_takes_its_slip_back(client, posted_to, centre):
    rosa = posted_to("Rosa")
    desk = signed_in(client, make_staff(centre, Role.DESK))
    here = reverse("meetings:letters_back", args=[centre.slug])
    desk.post(here, {"codes": code_of(rosa)})

    letter = told().get()
    desk.post(reverse("meetings:letter_not_back", args=[centre.slug, letter.pk]))

    assert state_of(rosa) == InvitationState.SENT


def test_codes_and_letters_of_another_centre_are_unknown(lead, centre, posted_to, anne):
    there = make_centre("harbourview")
    theirs = make_staff(there)
    lou = make_person(there, "Lou", address="1 Elm", channel=Channel.LETTER)
    elsewhere = invite(
        lou, a_workshop(there, theirs, circle_name="Elm"), route=Route.GENERAL, by=None
    )
    posted(told().filter(person=lou), by=theirs)

    shown = lead.post(page_of(centre), {"codes": code_of(elsewhere)}).content.decode()
    come_back(elsewhere, theirs)
    letter = told().get(person=lou)

    assert "Lou" not in shown
    assert lead.get(page_of(there)).status_code == 404
    assert undo(lead, letter).status_code == 404
    letter.refresh_from_db()
    assert letter.state == "bounced"


def test_the_page_asks_the_database_as_often_for_three_as_for_one(
    lead, posted_to, centre, anne
):
    come_back(posted_to("Rosa"), anne)
    lead.get(page_of(centre))
    with CaptureQueriesContext(connection) as one:
        lead.get(page_of(centre))
    for name in ("Kofi", "Lou"):
        come_back(posted_to(name), anne)

    with CaptureQueriesContext(connection) as three:
        lead.get(page_of(centre))

    assert len(three) == len(one)
    assert Invitation.objects.count() == 3
