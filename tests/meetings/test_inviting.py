from datetime import timedelta

import pytest
from django.utils import timezone

from champions.enums import Channel, MessageState, Priority
from champions.messages.outbox import posted
from champions.models import TypedCode
from champions.services.people import mark_do_not_contact
from meetings.enums import InvitationState, Route
from meetings.models import Invitation
from meetings.services.arrivals import note_arrivals
from meetings.services.invitations import (
    InvitationError,
    invite,
    withdraw,
)
from tests.factories import make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop, told

pytestmark = pytest.mark.django_db


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
def rosa(centre):
    return make_person(centre, address="22 Birch Road")


def ask_rosa(rosa, workshop, anne, **fields):
    return invite(rosa, workshop, route=Route.GENERAL, by=anne, **fields)


def test_inviting_twice_returns_the_first(rosa, workshop, anne):
    first = ask_rosa(rosa, workshop, anne)

    again = ask_rosa(rosa, workshop, anne)

    assert (again, told().count()) == (first, 1)


def test_do_not_contact_is_never_written_to_first(rosa, workshop, anne):
    mark_do_not_contact(rosa, by=anne)

    with pytest.raises(InvitationError):
        invite(rosa, workshop, route=Route.PRESCRIBED, by=anne)

    assert (Invitation.objects.count(), told().count()) == (0, 0)


def test_who_puts_themselves_forward_is_answered_all_the_same(rosa, workshop, anne):
    mark_do_not_contact(rosa, by=anne)

    invite(rosa, workshop, route=Route.SELF, by=None)

    assert told().count() == 1


def test_whom_no_other_way_reaches_is_handed_a_card(centre, workshop, anne):
    ida = make_person(centre, "Ida", address="")

    assert ask_rosa(ida, workshop, anne).channel == Channel.IN_PERSON


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (Channel.EMAIL, Channel.EMAIL),
        (Channel.LETTER, Channel.LETTER),
        (Channel.TEXT, Channel.LETTER),
        (Channel.PHONE, Channel.PHONE),
    ],
)
def test_the_wish_is_kept_beside_the_way_it_went(centre, workshop, anne, wish, told):
    person = make_person(
        centre,
        address="22 Birch Road",
        email="rosa@example.org",
        phone="+17055550142",
        channel=wish,
    )

    invitation = ask_rosa(person, workshop, anne)

    assert (invitation.wished_channel, invitation.channel) == (wish, told)


def test_the_typed_code_lives_until_the_workshop(rosa, workshop, anne):
    invitation = ask_rosa(rosa, workshop, anne)

    code = TypedCode.objects.get(purpose="invitation", thing_id=invitation.pk)
    assert code.live_until == workshop.starts_at


def test_a_single_invitation_overtakes_a_mailing(rosa, workshop, anne):
    ask_rosa(rosa, workshop, anne)

    message = told().get()
    assert (message.priority, message.not_after) == (
        Priority.NOTICE,
        workshop.starts_at,
    )


def test_both_dates_stand_in_it_and_nothing_about_why(rosa, workshop, anne):
    ask_rosa(rosa, workshop, anne)

    words = told().get().text.replace("\N{NO-BREAK SPACE}", " ")
    for day in (workshop.on, workshop.followed_by.on, workshop.reply_by):
        assert f"{day:%A} {day.day} {day:%B}" in words
    for hint in ("patient", "client", "health", "doctor", "because"):
        assert hint not in words.lower()


def test_taken_back_it_can_neither_be_opened_nor_sent(rosa, workshop, anne):
    invitation = ask_rosa(rosa, workshop, anne)

    assert withdraw(invitation, by=anne)

    code = TypedCode.objects.get(purpose="invitation", thing_id=invitation.pk)
    assert (told().get().state, code.revoked_at is None) == (
        MessageState.CANCELLED,
        False,
    )


def test_an_answered_one_is_not_taken_back(rosa, workshop, anne):
    invitation = ask_rosa(rosa, workshop, anne)
    Invitation.objects.update(state=InvitationState.ANSWERED)

    assert withdraw(invitation, by=anne) is False


def test_a_letter_that_was_posted_is_a_sent_invitation(centre, rosa, workshop, anne):
    invitation = ask_rosa(rosa, workshop, anne)
    note_arrivals(centre)
    before = Invitation.objects.get(pk=invitation.pk).state
    posted(told(), by=anne)

    note_arrivals(centre)

    invitation.refresh_from_db()
    assert (before, invitation.state) == ("ready", "sent")
    assert timezone.now() - invitation.sent_at < timedelta(minutes=1)


def test_one_that_came_back_is_shown_as_undelivered(centre, workshop, anne):
    person = make_person(centre, email="rosa@example.org")
    invitation = ask_rosa(person, workshop, anne)
    told().update(state=MessageState.BOUNCED)

    note_arrivals(centre)

    invitation.refresh_from_db()
    assert invitation.state == InvitationState.UNDELIVERED
