"""A point person of one centre comes to its page at once; of several, they choose."""

import pytest
from django.test import Client
from django.urls import reverse

from champions.enums import Role
from champions.models import StaffRole
from champions.permissions import SECOND_FACTOR
from tests.factories import make_centre, make_staff

pytestmark = pytest.mark.django_db
PAGES = ["our_centre", "wording", "cards", "limits", "returned"]


@pytest.fixture
def anne():
    return make_staff(make_centre())


@pytest.fixture
def client(anne):
    browser = Client()
    browser.force_login(anne)
    session = browser.session
    session[SECOND_FACTOR] = True
    session.save()
    return browser


@pytest.mark.parametrize("name", PAGES)
def test_of_one_centre_its_page_opens(client, anne, name):
    (centre,) = anne.centres_as({Role.LEAD})

    answer = client.get(reverse(f"{name}:index"))

    assert answer.url == reverse(f"{name}:centre", args=[centre.pk])


@pytest.mark.parametrize("name", PAGES)
def test_of_several_each_is_a_link_and_no_other(client, anne, name):
    beck, lake = make_centre("beck-lane"), make_centre("far-lake")
    StaffRole.objects.create(centre=beck, user=anne, role=Role.LEAD)

    page = client.get(reverse(f"{name}:index")).content.decode()

    own = anne.centres_as({Role.LEAD})
    links = {one: reverse(f"{name}:centre", args=[one.pk]) for one in (*own, lake)}
    assert {one.slug for one, link in links.items() if f'"{link}"' in page} == {
        "cedar-lake",
        "beck-lane",
    }
