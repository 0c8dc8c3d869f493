from io import BytesIO

import pytest
from pypdf import PdfReader
from wagtail.models import ModelLogEntry

from champions.enums import Role
from champions.models import Consent, Person
from champions.services.people import mark_do_not_contact
from meetings import join_poster
from meetings.enums import Route
from meetings.models import Invitation
from meetings.services.invitations import invite
from tests.factories import make_centre, make_person, make_staff
from tests.meetings.test_front_desk import DESK, signed_in
from tests.meetings.workshops import a_workshop, told

pytestmark = pytest.mark.django_db
JOIN = "/en/cedar-lake/join/"


@pytest.fixture
def centre():
    return make_centre(name_fr="Lac-aux-Cèdres")


@pytest.fixture
def workshop(centre):
    return a_workshop(centre, make_staff(centre))


@pytest.fixture
def desk(client, centre):
    return signed_in(client, make_staff(centre, Role.DESK, "Dee"))


def words_of(pdf):
    pages = PdfReader(BytesIO(pdf)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


# --- Paper ------------------------------------------------------------------------


@pytest.mark.parametrize("paper", ["letter", "A4"])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("has_date", [True, False])
def test_it_is_a_poster_and_a_page_of_slips(centre, paper, language, has_date):
    if has_date:
        a_workshop(centre, make_staff(centre), directions="Side door, no steps, bus 4")
    centre.paper = paper

    poster, slips = words_of(join_poster.pdf_of(centre, language))

    heading = {"en": "Come and make something", "fr": "Venez créer quelque chose"}
    assert heading[language] in poster
    assert f"/{language}/cedar-lake/join/" in poster.replace(" ", "")
    assert "705-555-0142" in poster
    first_name = {"en": "My first name:", "fr": "Mon prénom :"}
    assert slips.count(first_name[language]) == 4


def test_anybody_can_print_the_page_and_staff_have_it_as_a_file(client, centre, desk):
    page = client.get(f"{JOIN}poster/").content.decode()
    assert 'class="qr"' in page
    assert page.count('<svg class="quilt"') == 1
    assert f"{JOIN}poster.pdf" in page
    assert client.get(f"{JOIN}poster.pdf").content.startswith(b"%PDF")

    client.logout()

    page = client.get(f"{JOIN}poster/")
    assert (page.status_code, f"{JOIN}poster.pdf" in page.content.decode()) == (
        200,
        False,
    )
    assert client.get(f"{JOIN}poster.pdf").status_code == 302


# --- Slips typed at the desk ------------------------------------------------------


def test_a_slip_is_typed_by_the_desk(desk, workshop):
    slip = {"first_name": "Yusuf", "reach": "705-555-0142"}
    desk.post(f"{DESK}new/", slip | {"how": "letter", "language": "fr"})

    invitation = Invitation.objects.get()
    assert (invitation.route, invitation.person.language) == (Route.SELF, "fr")
    assert Consent.objects.get().how == "letter"


@pytest.mark.parametrize("words", [{"how": "pigeon"}, {"language": "xx"}])
def test_what_does_not_fit_is_asked_again(desk, workshop, words):
    slip = {"first_name": "Yusuf", "reach": "705-555-0142"}

    page = desk.post(f"{DESK}new/", slip | words)

    assert list(page.context["join_form"].errors) == list(words)
    assert Invitation.objects.count() == 0


# --- Who is known already ---------------------------------------------------------


def join(client):
    return client.post(JOIN, {"first_name": "Yusuf", "reach": "yusuf@example.org"})


def test_who_is_on_the_list_already_stays_one_person(client, centre, workshop):
    yusuf = make_person(centre, "Yusuf", email="yusuf@example.org")

    join(client)

    assert Invitation.objects.get().person == yusuf
    assert Person.objects.filter(first_name="Yusuf").count() == 1


def test_who_was_asked_already_keeps_their_invitation(client, centre, workshop):
    yusuf = make_person(centre, "Yusuf", email="yusuf@example.org")
    first = invite(yusuf, workshop, route=Route.GENERAL, by=None)

    join(client)

    assert list(Invitation.objects.all()) == [first]


def test_who_asked_us_not_to_write_and_joins_hears_from_us_again(
    client, centre, workshop
):
    yusuf = make_person(centre, "Yusuf", email="yusuf@example.org")
    mark_do_not_contact(yusuf, by=None)

    join(client)

    yusuf.refresh_from_db()
    assert yusuf.do_not_contact_at is None
    assert told().get().person == yusuf


def test_that_they_may_be_written_to_again_is_noted(client, centre, workshop):
    yusuf = make_person(centre, "Yusuf", email="yusuf@example.org")
    mark_do_not_contact(yusuf, by=None)
    join(client)

    actions = ModelLogEntry.objects.filter(object_id=str(yusuf.pk))
    assert "champions.may_contact" in actions.values_list("action", flat=True)
