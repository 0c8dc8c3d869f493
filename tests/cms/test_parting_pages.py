"""Whoever may join two records finds, for thirty days, the way to part them again."""

import pytest
from django.urls import reverse

from champions.enums import Role
from champions.models import Merge, Person, ViewedPerson
from champions.services.people import mark_died
from cms.services.privacy import merge
from tests.champions.test_contact_lists_in_the_admin import words_of
from tests.champions.test_staff_lists import sign_in
from tests.factories import make_centre, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(client, centre):
    return sign_in(client, centre)


@pytest.fixture
def found(anne, centre):
    rosa = make_person(centre, "Rosa", last_name="Roy")
    merge(make_person(centre, "Roza", last_name="Roi"), into=rosa, by=anne)
    return Merge.objects.get()


def page_of(found):
    return reverse("records_part", args=[found.pk])


def test_the_record_and_the_page_of_pairs_lead_there(client, found):
    for address in (reverse("records_show", args=[found.into_id]), reverse("pairs")):
        answer = client.get(address)
        assert "Roza Roi was joined with Rosa Roy on" in words_of(answer)
        assert page_of(found) in answer.content.decode()


def test_one_reads_what_would_happen_then_presses(client, found):
    seen = words_of(client.get(page_of(found)))
    assert "The record that went comes back" in seen
    assert Merge.objects.count() == 1
    assert ViewedPerson.objects.filter(person_id=found.into_id).exists()

    answer = client.post(page_of(found), follow=True)

    assert "They are two records again." in answer.content.decode()
    assert Person.objects.filter(first_name__in=["Rosa", "Roza"]).count() == 2
    assert "Joined lately" not in words_of(answer)


def test_what_stands_in_the_way_is_said_on_the_page_and_after_a_press(client, found):
    mark_died(found.into, by=None)

    assert "you wrote that they died" in words_of(client.get(page_of(found)))
    assert (
        "you wrote that they died"
        in client.post(page_of(found), follow=True).content.decode()
    )
    assert Merge.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_centre_s_answers_like_one_that_does_not_exist(client, found, method):
    sign_in(client, make_centre("harbourview"))

    for address in (page_of(found), reverse("records_part", args=[999_999])):
        assert getattr(client, method)(address).status_code == 404
    assert Merge.objects.count() == 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LEAD, Role.PRIVACY}))
def test_only_who_may_join_two_may_part_them(client, centre, found, role):
    sign_in(client, centre, role)

    assert client.post(page_of(found)).status_code == 404
    assert Merge.objects.count() == 1
