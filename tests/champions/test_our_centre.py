"""The point person says how neighbours reach the centre: on every page and letter."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from champions.models import Centre
from champions.permissions import SECOND_FACTOR
from tests.factories import make_centre, make_staff

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Cedar Lake",
    "name_fr": "Lac-aux-Cèdres",
    "phone": "705-555-0199",
    "hours": "Monday to Friday, 9 to 4",
    "hours_fr": "Du lundi au vendredi, de 9 h à 16 h",
    "address": "2 Birch Road",
    "email": "hello@example.org",
    "paper": "letter",
}


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def lead(centre):
    client = Client()
    client.force_login(make_staff(centre))
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def test_a_new_telephone_and_new_hours_are_kept_and_pages_are_made_anew(lead, centre):
    page = lead.post(reverse("our_centre:centre", args=[centre.pk]), SAID, follow=True)

    after = Centre.objects.get()
    assert {name: getattr(after, name) for name in SAID} == SAID
    assert after.version > centre.version
    assert "Kept" in page.content.decode()
    logged = ModelLogEntry.objects.get(action="champions.change_centre")
    assert "phone" in logged.data["fields"]


@pytest.mark.parametrize("missing", ["name", "phone"])
def test_what_stands_on_every_letter_is_not_left_out(lead, centre, missing):
    address = reverse("our_centre:centre", args=[centre.pk])

    page = lead.post(address, SAID | {missing: ""})

    assert missing in page.context["form"].errors
    assert Centre.objects.get().version == centre.version


def test_another_centre_is_changed_by_nobody_of_ours(lead):
    other = make_centre("beck-lane")

    answer = lead.post(reverse("our_centre:centre", args=[other.pk]), SAID)

    assert answer.status_code == 404
    assert Centre.objects.get(pk=other.pk).phone == other.phone


def test_what_a_colleague_changed_meanwhile_is_not_put_back(lead, centre):
    address = reverse("our_centre:centre", args=[centre.pk])
    opened = lead.get(address).context["form"]
    before = {f"initial-{name}": opened[name].initial or "" for name in SAID}
    Centre.objects.update(phone="705-555-0111")

    unchanged = {name: before[f"initial-{name}"] for name in SAID}
    lead.post(address, before | unchanged | {"hours": "Monday, 9 to 4"})

    after = Centre.objects.get()
    assert (after.phone, after.hours) == ("705-555-0111", "Monday, 9 to 4")
