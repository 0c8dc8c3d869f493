"""Who was invited to a welcome workshop and has not answered hears of a move and of the
end of it too, if the invitation has left; and something becomes of the second one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from champions.enums import Channel, MessageState
from champions.models import Message
from champions.permissions import SECOND_FACTOR
from meetings.enums import MailingState, MeetingState, Route, Say
from meetings.models import Mailing
from meetings.services import answer
from meetings.services.gatherings import cancel_meeting
from meetings.services.invitations import invite
from meetings.services.mailings import draft_mailing, prepare_chunk
from meetings.services.moving import move_meeting
from meetings.services.seats import ask
from meetings.services.telling_invited import tell_invited, tell_of_changes
from meetings.services.workshops import call_off_workshop
from tests.factories import (
    AFTERNOON,
    in_days,
    make_centre,
    make_circle,
    make_person,
    make_staff,
    make_workshop_pair,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def workshop(centre):
    return make_workshop_pair(centre, make_circle(centre))


def invited(workshop, name, *, has_left=True, **fields):
    fields = {"email": f"{name}@example.org".lower()} | fields
    person = make_person(workshop.centre, name, **fields)
    invitation = invite(person, workshop, route=Route.GENERAL, by=None)
    if has_left:
        Message.objects.filter(person=person).update(state=MessageState.SENT)
    return invitation


def say(invitation, what):
    seat = ask(invitation.meeting, invitation.person)
    return answer(seat, say=what, by=None, how=Channel.EMAIL)


def told(name):
    waiting = Message.objects.filter(name=name, state=MessageState.QUEUED)
    return sorted(waiting.values_list("person__first_name", flat=True))


def call_off(workshop):
    cancel_meeting(workshop, why="Snow", by=None)
    workshop.refresh_from_db()
    return tell_invited(workshop)


def test_who_was_invited_hears_that_it_is_called_off(workshop):
    invited(workshop, "Rosa")
    invited(workshop, "Lou", email="", address="2 Elm Road", language="fr")

    call_off(workshop)

    assert told("meetings/called_off") == ["Lou", "Rosa"]
    letter = Message.objects.get(name="meetings/called_off", channel=Channel.LETTER)
    assert (letter.language, "reply" in letter.links) == ("fr", False)
    assert "Snow" in letter.text


def test_who_never_got_the_invitation_gets_neither(workshop):
    invited(workshop, "Rosa", has_left=False)

    assert call_off(workshop) == 0
    assert list(Message.objects.values_list("state", flat=True)) == ["cancelled"]


def test_each_is_told_once_however_often_it_is_done(workshop):
    say(invited(workshop, "Amina"), Say.YES)
    say(invited(workshop, "Kofi"), Say.NO)
    invited(workshop, "Rosa")

    assert call_off(workshop) == 1
    tell_of_changes()

    assert told("meetings/called_off") == ["Amina", "Rosa"]


def test_nobody_is_asked_any_more_to_what_is_called_off(workshop):
    make_person(workshop.centre, "Rosa", email="rosa@example.org")
    mailing = draft_mailing(workshop, size=5, by=None)
    Mailing.objects.update(state=MailingState.SENDING)

    call_off(workshop)
    prepare_chunk(mailing)

    mailing.refresh_from_db()
    assert (mailing.state, Message.objects.count()) == (MailingState.CANCELLED, 0)


def test_a_move_is_told_to_the_invited_with_the_way_to_reply(workshop):
    invited(workshop, "Rosa")

    move_meeting(workshop, on=in_days(50), place="hall", by=None, **AFTERNOON)
    tell_invited(workshop)
    tell_invited(workshop)

    message = Message.objects.get(name="meetings/moved")
    assert message.links["reply"]["purpose"] == "invitation"
    assert "METHOD:PUBLISH" in message.calendar


def test_an_invitation_stopped_by_a_move_leaves_with_the_new_day(workshop):
    invited(workshop, "Rosa", has_left=False)

    move_meeting(workshop, on=in_days(50), place="hall", by=None, **AFTERNOON)
    tell_invited(workshop)
    tell_invited(workshop)

    message = Message.objects.get(state=MessageState.QUEUED)
    assert message.name == "meetings/invitation"
    assert "hall" in message.text


def test_telling_thirty_asks_the_database_as_often_as_telling_three(workshop):
    for number in range(3):
        invited(workshop, f"A{number}")
    cancel_meeting(workshop, why="", by=None)
    workshop.refresh_from_db()
    with CaptureQueriesContext(connection) as few:
        tell_invited(workshop)
    Message.objects.filter(name="meetings/called_off").delete()
    workshop.state = MeetingState.ANNOUNCED
    for number in range(27):
        invited(workshop, f"B{number}")
    workshop.refresh_from_db()

    with CaptureQueriesContext(connection) as many:
        assert tell_invited(workshop) == 30
    assert len(many) == len(few)


@pytest.mark.parametrize("with_second", [True, False])
def test_the_second_get_together_goes_with_it_or_stays(workshop, with_second):
    call_off_workshop(workshop, why="Snow", with_second=with_second, by=None)

    second = workshop.followed_by
    second.refresh_from_db()
    then = MeetingState.CANCELLED if with_second else MeetingState.ANNOUNCED
    assert (workshop.state, second.state) == (MeetingState.CANCELLED, then)


def test_the_page_asks_what_becomes_of_the_second_one(client, centre, workshop):
    client.force_login(make_staff(centre))
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    address = reverse("meetings:cancel", args=[centre.slug, workshop.pk])

    silent = client.post(address, {"why": "Snow"})
    said = client.post(address, {"why": "Snow", "second": "cancel"})

    assert "Say what becomes of the second get-together." in silent.content.decode()
    assert said.status_code == 302
    workshop.followed_by.refresh_from_db()
    assert workshop.followed_by.state == MeetingState.CANCELLED
