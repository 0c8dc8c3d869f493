import pytest

from champions import links
from champions.enums import CodePurpose
from champions.models import CodeTry
from champions.services.cards import issue_card
from champions.services.codes import SOURCE_CEILING, digits_for, issue_code
from meetings.enums import Route
from meetings.services.invitations import invite, withdraw
from tests.factories import make_centre, make_champion, make_person, make_staff
from tests.meetings.workshops import a_workshop

pytestmark = pytest.mark.django_db
GO = "/en/cedar-lake/go/"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def invitation(centre, anne):
    rosa = make_person(centre, "Rosa", address="22 Birch Road")
    return invite(rosa, a_workshop(centre, anne), route=Route.GENERAL, by=None)


def digits(invitation):
    return digits_for(CodePurpose.INVITATION, invitation.pk)


def test_with_one_centre_nothing_is_asked(client, centre):
    assert client.get("/en/go/").url == GO


def test_with_more_it_asks_which_centre(client, centre):
    make_centre("harbourview")

    page = client.get("/en/go/")
    chosen = client.get("/en/go/?centre=cedar-lake")

    assert [slug for slug, _ in page.context["form"]["centre"].field.choices] == [
        "cedar-lake",
        "harbourview",
    ]
    assert chosen.url == GO


@pytest.mark.parametrize("typed", ["{}", " {}  ", "{}."])
def test_the_code_opens_what_the_link_opens(client, invitation, typed):
    code = digits(invitation).replace(" ", "  -")

    answer = client.post(GO, {"code": typed.format(code)})

    token = links.token("invitation", invitation.pk, 1)
    assert answer.url == f"/en/i/{token}/"


def test_a_code_of_a_seat_opens_the_seat(client, invitation):
    code = issue_code(invitation.centre, purpose=CodePurpose.SEAT, thing_id=7)

    answer = client.post(GO, {"code": digits_for(CodePurpose.SEAT, code.thing_id)})

    assert answer.url == f"/en/seat/{links.token('seat', 7, 1)}/"


def test_a_code_of_a_card_leads_to_signing_in_by_card(client, centre, anne):
    card = issue_card(make_champion(centre), by=anne)

    answer = client.post(GO, {"code": digits_for(CodePurpose.CARD, card.pk)})

    assert answer.url == f"/en/accounts/card/{links.token('card', card.pk, 1)}/"


def test_a_wrong_code_is_told_kindly_and_counted(client, invitation):
    page = client.post(GO, {"code": "12345 67890"})

    assert list(page.context["form"].errors) == ["code"]
    assert CodeTry.objects.get().count == 1


def test_a_slip_of_the_hand_is_not_counted(client, invitation):
    page = client.post(GO, {"code": "12345"})

    assert (list(page.context["form"].errors), CodeTry.objects.count()) == (["code"], 0)


def test_a_code_of_another_centre_is_unknown(client, invitation):
    make_centre("harbourview")

    page = client.post("/en/harbourview/go/", {"code": digits(invitation)})

    assert list(page.context["form"].errors) == ["code"]


def test_a_code_taken_back_is_unknown(client, invitation, anne):
    code = digits(invitation)
    withdraw(invitation, by=anne)

    page = client.post(GO, {"code": code})

    assert list(page.context["form"].errors) == ["code"]


def test_after_many_wrong_codes_the_rightful_person_still_gets_in(client, invitation):
    client.post(GO, {"code": "12345 67890"})
    CodeTry.objects.update(count=SOURCE_CEILING)

    asked = client.post(GO, {"code": digits(invitation)})
    named = client.post(GO, {"code": digits(invitation), "first_name": "ROSA"})
    guessed = client.post(GO, {"code": digits(invitation), "first_name": "Ida"})

    assert list(asked.context["form"].errors) == ["first_name"]
    assert (named.status_code, guessed.status_code) == (302, 200)
