from io import BytesIO

import pytest
from pypdf import PdfReader

from champions.enums import Role
from champions.models import View
from champions.services.codes import digits_for
from champions.services.people import mark_do_not_contact
from meetings.services.invitations import link_of, withdraw
from meetings.services.prescribing import prescribe
from meetings.slips import pdf_of
from tests.factories import make_centre, make_staff
from tests.meetings.test_front_desk import signed_in
from tests.meetings.workshops import a_workshop

pytestmark = pytest.mark.django_db
PAGE = "/en/cedar-lake/prescribe/"


@pytest.fixture
def centre():
    return make_centre(name_fr="Lac-aux-Cèdres")


@pytest.fixture
def sandra(centre):
    a_workshop(centre, make_staff(centre), directions="Bus 4")
    return make_staff(centre, Role.PRESCRIBER, "Sandra")


def a_slip(sandra, centre, language="en"):
    said = {"first_name": "Rosa", "language": language, "by_hand": True}
    return prescribe(centre, way=None, by=sandra, **said).row


def code_of(row):
    return digits_for("invitation", row.invitation_id)


def words_of(pdf):
    pages = PdfReader(BytesIO(pdf)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def test_it_says_who_when_where_and_every_way_to_answer(client, sandra, centre):
    row = a_slip(sandra, centre)

    page = signed_in(client, sandra).get(f"{PAGE}{row.pk}/slip/").content.decode()

    workshop = row.invitation.meeting
    days = [
        f"{one.on:%A} {one.on.day} {one.on:%B}"
        for one in (workshop, workshop.followed_by)
    ]
    said = [
        "Sandra at the centre thought of you",
        *days,
        "14 Cedar Street",
        "705-555-0142",
        "/en/go/",
        code_of(row),
        'class="qr"',
        "Yes, I hope to come",
        "Sandra may know whether I came",
    ]
    assert [words for words in said if words not in page] == []
    assert len(code_of(row)) == len("48213 90657")


@pytest.mark.parametrize("paper", ["letter", "A4"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_one_sheet_as_a_file(sandra, centre, paper, language):
    centre.paper = paper
    row = a_slip(sandra, centre, language)
    row.centre.paper = paper

    [words] = words_of(pdf_of(row))

    who = {
        "en": "Sandra at the centre thought of you",
        "fr": "Sandra, du centre, a pensé à vous",
    }
    assert who[language] in words
    assert code_of(row) in words


def test_it_is_in_the_language_of_the_person(client, sandra, centre):
    row = a_slip(sandra, centre, "fr")

    page = signed_in(client, sandra).get(f"{PAGE}{row.pk}/slip/").content.decode()

    assert "Sandra, du centre, a pensé à vous" in page
    assert "/fr/go/" in page


def test_its_link_and_its_code_open_the_invitation(client, sandra, centre):
    row = a_slip(sandra, centre)
    path = link_of(row.invitation).partition("/en/")[2]

    by_code = client.post("/en/cedar-lake/go/", {"code": code_of(row)})

    assert by_code.url == f"/en/{path}"
    page = client.post(by_code.url, follow=True)
    assert "Sandra at the centre thought of you" in page.content.decode()


def test_whoever_prints_it_is_noted(client, sandra, centre):
    row = a_slip(sandra, centre)

    signed_in(client, sandra).get(f"{PAGE}{row.pk}/slip.pdf")

    view = View.objects.get()
    assert (view.page, view.people.get().person_id) == (
        "meetings:slip_pdf",
        row.person_id,
    )


def taken_back(row):
    withdraw(row.invitation, by=None)


def asked_to_stop(row):
    mark_do_not_contact(row.person, by=None)


@pytest.mark.parametrize("change", [taken_back, asked_to_stop])
@pytest.mark.parametrize("ending", ["slip/", "slip.pdf"])
def test_nothing_is_printed_for_whom_nothing_waits(
    client, sandra, centre, change, ending
):
    row = a_slip(sandra, centre)
    change(row)

    answer = signed_in(client, sandra).get(f"{PAGE}{row.pk}/{ending}")

    assert answer.status_code == 404


@pytest.mark.parametrize("role", [Role.PRESCRIBER, Role.SUPPORTER, Role.DESK])
def test_nobody_prints_a_colleagues_slip(client, sandra, centre, role):
    row = a_slip(sandra, centre)
    signed_in(client, make_staff(centre, role, "Kofi"))

    assert client.get(f"{PAGE}{row.pk}/slip/").status_code == 404
