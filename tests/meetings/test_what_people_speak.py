"""What somebody speaks, on every form where it can be said, as one choice."""

import pytest

from champions.enums import Role
from champions.models import Person
from champions.permissions import SECOND_FACTOR
from champions.services.merging import merge
from champions.services.privacy import erase, record_of
from meetings.services.mailing_counts import counts
from meetings.services.mailings import draft_mailing
from tests.factories import make_centre, make_champion, make_person, make_staff
from tests.meetings.own_words import in_own_words
from tests.meetings.workshops import a_workshop, neighbours

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    centre = make_centre()
    in_own_words(centre)
    return centre


def sign_in(client, user):
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def spoken(person):
    person.refresh_from_db()
    return (person.language, person.speaks)


def choices(form):
    return [tag for tag, _name in form.fields["language"].choices]


# --- A champion, of themselves --------------------------------------------------------


def profile(client, **changes):
    form = client.get("/en/my/profile/").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    filled = {name: value for name, value in sent.items() if value not in (None, False)}
    return client.post("/en/my/profile/", filled | changes)


def test_a_champion_chooses_a_language_in_which_their_centre_writes(client, centre):
    amina = make_champion(centre, email="amina@example.org")
    client.force_login(amina.user)

    assert choices(client.get("/en/my/profile/").context["form"]) == ["en", "fr", "es"]
    assert profile(client, language="es").status_code == 302
    assert spoken(amina) == ("en", "es")


def test_and_goes_back_to_one_of_ours(client, centre):
    amina = make_champion(centre, email="amina@example.org", speaks="es")
    client.force_login(amina.user)

    profile(client, language="fr")

    assert spoken(amina) == ("fr", "")


def test_keeping_the_page_as_it_is_changes_no_language(client, centre):
    """Also one in which the centre has no words yet."""
    amina = make_champion(centre, email="amina@example.org", speaks="so")
    client.force_login(amina.user)

    profile(client, call_when="mornings")

    assert spoken(amina) == ("en", "so")


# --- Staff, for somebody ---------------------------------------------------------------


def test_the_front_desk_writes_it_down(client, centre):
    rosa = make_person(centre, email="rosa@example.org")
    sign_in(client, make_staff(centre, Role.DESK))
    found = client.post("/en/cedar-lake/desk/", {"words": "Rosa"}, follow=True)
    form = found.context["ways_form"]
    assert choices(form) == ["en", "fr", "es"]

    sent = {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    client.post(
        f"/en/cedar-lake/desk/{rosa.pk}/address/", sent | {"ways-language": "es"}
    )

    assert spoken(rosa) == ("en", "es")


@pytest.mark.parametrize(
    ("typed", "speaks"),
    [("Español", "es"), ("tigrinya", "ti"), ("", ""), ("Français", "")],
)
def test_the_point_person_names_any_language(client, centre, typed, speaks):
    rosa = make_person(centre, email="rosa@example.org", speaks="pt")
    sign_in(client, make_staff(centre))
    form = client.get(f"/admin/people/edit/{rosa.pk}/").context["form"]
    assert form["speaks"].value() == "Português"

    sent = {name: form[name].value() or "" for name in form.fields}
    client.post(f"/admin/people/edit/{rosa.pk}/", sent | {"speaks": typed})

    assert spoken(rosa) == ("en", speaks)


def test_what_is_no_language_is_refused_kindly(client, centre):
    rosa = make_person(centre, email="rosa@example.org")
    sign_in(client, make_staff(centre))
    form = client.get(f"/admin/people/edit/{rosa.pk}/").context["form"]

    sent = {name: form[name].value() or "" for name in form.fields}
    page = client.post(f"/admin/people/edit/{rosa.pk}/", sent | {"speaks": "Elvish?"})

    assert page.context["form"].errors["speaks"] == [
        "We do not know this language. Write its name in English or French."
    ]


def test_a_provider_chooses_it_too(client, centre):
    sign_in(client, make_staff(centre, Role.PRESCRIBER))
    a_workshop(centre, make_staff(centre))
    page = "/en/cedar-lake/prescribe/"

    said = {"first_name": "Lou", "reach": "lou@example.org", "language": "es"}
    client.post(page, said | {"how": "send"})

    assert spoken(Person.objects.get(first_name="Lou")) == ("en", "es")


# --- Counted, shown, wiped, joined -------------------------------------------------------


def test_before_sending_each_language_is_counted(centre):
    lead = make_staff(centre)
    workshop = a_workshop(centre, lead)
    neighbours(centre, 3, speaks="es")
    neighbours(centre, 2, speaks="pt")
    neighbours(centre, 1, language="fr")

    found = counts(draft_mailing(workshop, size=6, by=lead))

    assert found.by_language == {"es": 3, "en": 2, "fr": 1}


def test_it_is_in_the_record_and_goes_with_it(centre):
    rosa = make_person(centre, speaks="es")
    assert record_of(rosa)["person"][0]["speaks"] == "es"

    erase(rosa)

    assert spoken(rosa) == ("en", "")


def test_two_records_of_one_person_keep_it(centre):
    rosa, again = make_person(centre, speaks="es"), make_person(centre, "Rosie")

    merge(rosa, into=again)

    assert spoken(again) == ("en", "es")
