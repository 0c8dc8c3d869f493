"""The first name of who runs a programme stands on its page while they say so, and is
gone with the next look when they do not."""

import pytest
from django.test import Client
from django.urls import reverse

from champions.models import Centre, Consent
from champions.permissions import SECOND_FACTOR
from cms.services.centres import open_centre
from tests.cms.published import in_public
from tests.factories import make_champion, make_circle, make_staff

pytestmark = pytest.mark.django_db
PAGE = "/en/cedar-lake/programmes/coffee-colour/"


@pytest.fixture
def centre():
    words = {"name": "Cedar Lake", "phone": "705-555-0142"}
    return open_centre(Centre(slug="cedar-lake", **words), by=None)


@pytest.fixture
def doreen(centre):
    return make_champion(centre, make_circle(centre), "Doreen")


@pytest.fixture
def rosa(centre):
    return make_champion(centre, first_name="Rosa")


@pytest.fixture
def coffee(centre, doreen, rosa):
    programme = in_public(centre, doreen)
    programme.leads.add(rosa)
    return programme


def signed_in(user):
    client = Client()
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def press(user, person, **fields):
    address = reverse(
        "programmes:name", args=["cedar-lake", "coffee-colour", person.pk]
    )
    return signed_in(user).post(address, fields).status_code


def shown():
    page = Client().get(PAGE).content.decode()
    return [name for name in ("Doreen", "Rosa") if name in page]


def test_nobodys_name_stands_there_before_they_say_so(coffee):
    assert shown() == []


def test_it_stands_there_when_they_say_so_and_goes_when_they_do_not(coffee, doreen):
    shown()

    assert press(doreen.user, doreen) == 302
    assert shown() == ["Doreen"]

    press(doreen.user, doreen, down="1")
    assert shown() == []


def test_saying_so_twice_is_once(coffee, doreen):
    press(doreen.user, doreen)
    press(doreen.user, doreen)

    assert Consent.objects.filter(person=doreen).count() == 1


def test_a_colleague_says_it_for_nobody(coffee, doreen, rosa):
    assert press(rosa.user, doreen) == 404
    assert shown() == []


def test_staff_write_down_what_they_were_told(coffee, centre, doreen):
    press(make_staff(centre), doreen)

    assert Consent.objects.get(person=doreen).how == "phone"
    assert shown() == ["Doreen"]


def test_who_does_not_run_it_is_not_among_them(coffee, centre):
    lou = make_champion(centre, first_name="Lou")

    assert press(make_staff(centre), lou) == 404


def test_the_page_of_who_runs_it_has_the_button_for_oneself_alone(coffee, doreen, rosa):
    lead = reverse("programmes:lead", args=["cedar-lake", "coffee-colour"])

    page = signed_in(doreen.user).get(lead).content.decode()

    buttons = [f"/name/{person.pk}/" in page for person in (doreen, rosa)]
    assert buttons == [True, False]
