"""“This is not me”: said without learning anything, seen by staff once, and changing
nothing about anybody."""

import pytest
from django.test import Client

from champions import links
from champions.enums import CodePurpose, Role
from champions.models import TypedCode
from meetings.enums import InvitationState, Route
from meetings.models import Invitation
from meetings.services.invitations import invite
from meetings.services.seats import ask
from meetings.services.wrong_hands import gone_astray
from tests.factories import make_centre, make_gathering, make_person, make_staff
from tests.meetings.test_front_desk import signed_in
from tests.meetings.workshops import a_workshop

pytestmark = pytest.mark.django_db
PAGE = "/en/cedar-lake/desk/not-theirs/"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def rosa(centre):
    return make_person(centre, "Rosa", last_name="Quill", address="22 Birch Road")


@pytest.fixture
def invitation(centre, rosa):
    workshop = a_workshop(centre, make_staff(centre))
    return invite(rosa, workshop, route=Route.GENERAL, by=None)


@pytest.fixture
def opening(invitation):
    return f"/en/i/{links.token('invitation', invitation.pk)}/"


def not_me(client, opening):
    return client.post(opening, {"not-me": "1"}, follow=True)


def says_nothing_of(page, person):
    words = (person.first_name, person.last_name, person.address)
    return not any(word in page.content.decode() for word in words)


def test_opening_shows_no_name_and_notes_nothing(client, invitation, rosa, opening):
    page = client.get(opening)

    assert says_nothing_of(page, rosa)
    assert gone_astray(invitation.centre) == []


def test_it_is_said_with_one_press_and_nothing_is_shown(client, rosa, opening):
    page = not_me(client, opening)

    assert "Thank you for telling us" in page.content.decode()
    assert says_nothing_of(page, rosa)


def test_the_browser_forgets_what_it_could_do(client, invitation, opening):
    client.post(opening)
    assert client.get(f"/en/i/{invitation.pk}/").status_code == 200

    not_me(client, opening)

    asleep = client.get(f"/en/i/{invitation.pk}/")
    assert asleep.status_code == 404
    assert says_nothing_of(asleep, invitation.person)


def test_pressed_again_and_by_others_it_is_noted_once(invitation, opening):
    for _press in range(3):
        not_me(Client(), opening)

    (one,) = gone_astray(invitation.centre)
    assert (one.person, one.meeting) == (invitation.person, invitation.meeting)


def test_nothing_about_the_person_or_the_invitation_changes(
    client, invitation, rosa, opening
):
    before = (
        Invitation.objects.values().get(),
        type(rosa).objects.values().get(pk=rosa.pk),
    )

    not_me(client, opening)

    after = (
        Invitation.objects.values().get(),
        type(rosa).objects.values().get(pk=rosa.pk),
    )
    assert after == before
    assert invitation.state == InvitationState.READY
    assert client.get(opening).status_code == 200


def test_a_place_at_a_get_together_has_it_too(client, centre, rosa):
    seat = ask(make_gathering(centre), rosa)
    TypedCode.objects.create(
        centre=centre, purpose=CodePurpose.SEAT, thing_id=seat.pk, key_hash="x"
    )

    not_me(client, f"/en/seat/{links.token('seat', seat.pk)}/")

    assert [one.meeting for one in gone_astray(centre)] == [seat.meeting]


def test_letter_and_mail_of_one_gathering_are_one(client, invitation, rosa, opening):
    seat = ask(invitation.meeting, rosa)
    TypedCode.objects.create(
        centre=rosa.centre, purpose=CodePurpose.SEAT, thing_id=seat.pk, key_hash="x"
    )
    not_me(client, opening)

    not_me(client, f"/en/seat/{links.token('seat', seat.pk)}/")

    assert len(gone_astray(rosa.centre)) == 1


# --- Staff ------------------------------------------------------------------------


def test_the_front_desk_sees_one_and_opens_their_page(
    client, centre, invitation, opening
):
    not_me(client, opening)
    desk = signed_in(client, make_staff(centre, Role.DESK, "Dee"))

    assert "Rosa Quill" in desk.get(PAGE).content.decode()
    page = desk.post(PAGE, {"person": invitation.person_id}, follow=True)

    assert "Somebody opened it and said: this is not me." in page.content.decode()


def test_nobody_else_is_opened_from_there(client, centre, opening):
    not_me(client, opening)
    other = make_person(centre, "Ida")
    desk = signed_in(client, make_staff(centre, Role.DESK, "Dee"))

    assert desk.post(PAGE, {"person": other.pk}).status_code == 404


def test_another_centres_staff_see_nothing(client, opening):
    not_me(client, opening)
    there = make_centre("harbourview")
    desk = signed_in(client, make_staff(there))

    assert desk.get(PAGE).status_code == 404
    page = desk.get("/en/harbourview/desk/not-theirs/").content.decode()
    assert "Nothing that we know of." in page


def test_it_is_in_order_is_one_press(client, centre, invitation, opening):
    not_me(client, opening)
    desk = signed_in(client, make_staff(centre, Role.DESK, "Dee"))
    desk.post(PAGE, {"person": invitation.person_id})

    address = f"/en/cedar-lake/desk/{invitation.person_id}/{invitation.meeting_id}/"
    desk.post(f"{address}new-letter/", {"in_order": "1"})

    assert gone_astray(centre) == []
    assert client.get(opening).status_code == 200
