"""The parts of a town: the centre's own list, kept by its point person."""

import pytest
from django.urls import reverse

from champions.enums import Role
from cms.models import Area
from tests.cms.test_programmes import sign_in
from tests.factories import make_centre, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def lead(client, centre):
    lead = make_staff(centre, Role.LEAD)
    sign_in(client, lead)
    return lead


def test_the_point_person_names_a_part_of_town_in_two_languages(client, centre, lead):
    words = {"name": "By the lake", "name_fr": "Au bord du lac"}

    client.post(reverse("areas:add"), words)
    twice = client.post(reverse("areas:add"), words).content.decode()

    area = Area.objects.get()
    assert (area.centre, area.name_fr) == (centre, "Au bord du lac")
    assert "Another part of town has this name." in twice


def test_another_centres_parts_of_town_are_not_there(client, lead):
    other = Area.objects.create(centre=make_centre("harbourview"), name="Docks")

    listed = client.get(reverse("areas:index")).content.decode()
    opened = client.get(reverse("areas:edit", args=[other.pk]))

    assert "Docks" not in listed
    assert opened.status_code == 404


def test_the_list_stands_in_the_menu(client, lead):
    page = client.get(reverse("areas:index")).content.decode()

    assert reverse("areas:index") in page
