"""A point person reads what taking an import back would do, and presses."""

import pytest
from django.urls import reverse

from champions.enums import ListState, Role
from champions.models import ContactList, Person
from champions.services.list_undoing import undo_lines
from champions.services.people import become_champion
from tests.champions.test_contact_lists_in_the_admin import page_of, words_of
from tests.champions.test_importing_lists import TOM, ZOE, imported
from tests.champions.test_staff_lists import sign_in
from tests.factories import make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(client, centre):
    return sign_in(client, centre)


@pytest.fixture
def contact_list(anne, centre):
    imported(centre, TOM)
    found = imported(centre, ZOE, TOM + "yes", "Ada,Roy,,,3 Elm Road,", by=anne)
    become_champion(Person.objects.get(first_name="Ada"), by=anne)
    return found


def test_what_would_happen_is_said_in_numbers_before_anything_does(
    client, contact_list
):
    page = client.get(page_of(contact_list))
    assert page_of(contact_list, "undo") in page.content.decode()

    seen = words_of(client.get(page_of(contact_list, "undo")))

    assert "1 person leaves your list. What we know about them is deleted." in seen
    assert "1 person of this list stays: 1: They are champions." in seen
    assert "1 person you knew before may be written to again" in seen
    assert Person.objects.filter(first_name="Zoé").exists()


def test_a_press_takes_it_back_and_says_how_far_it_is(client, contact_list):
    address = page_of(contact_list, "undo")

    seen = words_of(client.post(address, follow=True))
    assert "The import is being taken back 0 of 3 lines are done." in seen
    undo_lines(contact_list, seconds=60)

    seen = words_of(client.get(page_of(contact_list)))
    assert "1 person left your list." in seen
    assert "1 person you knew before may be written to again." in seen
    assert "1 person of this list stays: 1: They are champions." in seen
    assert not Person.objects.filter(first_name="Zoé").exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_second_to_press_is_told_kindly(client, contact_list, method):
    address = page_of(contact_list, "undo")
    client.post(address)

    answer = getattr(client, method)(address, follow=True)

    assert "Somebody else was faster." in answer.content.decode()
    assert ContactList.objects.get(pk=contact_list.pk).state == ListState.UNDOING


def test_a_list_that_is_being_imported_is_waited_for(client, contact_list):
    ContactList.objects.update(state=ListState.IMPORTING)

    answer = client.post(page_of(contact_list, "undo"), follow=True)

    assert "People are still being added." in answer.content.decode()
    assert Person.objects.filter(first_name="Zoé").exists()


def test_the_work_that_stopped_goes_on_with_a_press(client, contact_list):
    client.post(page_of(contact_list, "undo"))
    ContactList.objects.filter(pk=contact_list.pk).update(attempts=3)
    assert "The work stopped" in words_of(client.get(page_of(contact_list)))

    seen = words_of(client.post(page_of(contact_list, "again"), follow=True))

    assert "The import is being taken back" in seen


def test_another_centre_s_list_answers_like_one_that_does_not_exist(
    client, contact_list
):
    sign_in(client, make_centre("harbourview"))

    for address in (
        page_of(contact_list, "undo"),
        reverse("contact_lists:undo", args=[999_999]),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert Person.objects.filter(first_name="Zoé").exists()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LEAD}))
def test_nobody_but_a_point_person_takes_a_list_back(
    client, contact_list, centre, role
):
    sign_in(client, centre, role)

    assert client.post(page_of(contact_list, "undo")).status_code == 404
    assert ContactList.objects.get(pk=contact_list.pk).state == ListState.IMPORTED
