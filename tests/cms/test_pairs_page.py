"""A point person looks at two records beside each other, and says it with one press."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from champions.enums import Role
from champions.models import Pair, Person, ViewedPerson
from champions.services.pairs import find_pairs
from champions.services.people import add_person
from tests.champions.test_contact_lists_in_the_admin import words_of
from tests.champions.test_staff_lists import sign_in
from tests.factories import make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(client, centre):
    return sign_in(client, centre)


def a_pair(centre, number=1):
    ways = {"phone": f"705 555 {number:04}", "last_name": f"Roy{number}", "by": None}
    one = add_person(centre, first_name="Rosa", address="1 Elm", **ways)
    other = add_person(centre, first_name="Rosa", address="9 Oak", **ways)
    find_pairs(centre)
    return Pair.objects.get(one=one, other=other)


def say(client, pair, word, **more):
    address = reverse("pairs_decide", args=[pair.pk])
    return client.post(address, {"say": word}, **more)


def test_both_sides_stand_beside_each_other_and_the_view_is_noted(client, anne, centre):
    pair = a_pair(centre)

    seen = words_of(client.get(reverse("pairs")))

    assert "the same name and telephone, at two addresses" in seen
    assert "Address 1 Elm 9 Oak" in seen
    assert set(ViewedPerson.objects.values_list("person_id", flat=True)) == {
        pair.one_id,
        pair.other_id,
    }


@pytest.mark.parametrize(("side", "address"), [("one", "1 Elm"), ("other", "9 Oak")])
def test_the_same_person_keeps_what_stands_on_the_side_that_is_right(
    client, anne, centre, side, address
):
    pair = a_pair(centre)

    say(client, pair, side)

    kept = Person.objects.of(centre).get(first_name="Rosa")
    assert (kept, kept.address) == (getattr(pair, side), address)
    assert Pair.objects.waiting().count() == 0


def test_two_people_stay_two(client, anne, centre):
    pair = a_pair(centre)

    answer = say(client, pair, "two", follow=True)

    assert "Noted: these are two people." in answer.content.decode()
    assert Person.objects.of(centre).filter(first_name="Rosa").count() == 2
    assert "Nobody here looks like somebody else." in words_of(answer)


@pytest.mark.parametrize("word", ["one", "two"])
def test_a_second_press_is_told_and_changes_nothing(client, anne, centre, word):
    pair = a_pair(centre)
    say(client, pair, word)
    left = Person.objects.of(centre).filter(first_name="Rosa").count()

    answer = say(client, pair, "other", follow=True)

    assert "Somebody else was faster with these two." in answer.content.decode()
    assert Person.objects.of(centre).filter(first_name="Rosa").count() == left


def test_later_leaves_the_pair_on_the_list(client, anne, centre):
    pair = a_pair(centre)

    say(client, pair, "later")

    assert list(Pair.objects.waiting()) == [pair]


def test_another_centre_s_pair_answers_like_one_that_does_not_exist(
    client, anne, centre
):
    pair = a_pair(centre)
    sign_in(client, make_centre("harbourview"))

    assert "Elm" not in words_of(client.get(reverse("pairs")))
    assert say(client, pair, "one").status_code == 404
    assert client.post(reverse("pairs_decide", args=[999_999])).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LEAD}))
def test_pairs_are_for_point_persons_alone(client, centre, role):
    pair = a_pair(centre)
    sign_in(client, centre, role)

    answers = [client.get(reverse("pairs")), say(client, pair, "one")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_opening_the_address_of_a_button_changes_nothing(client, anne, centre):
    pair = a_pair(centre)

    assert client.get(reverse("pairs_decide", args=[pair.pk])).status_code == 405


def test_many_pairs_ask_the_database_as_often_as_one(client, anne, centre):
    a_pair(centre)
    client.get(reverse("pairs"))
    counts = []
    for number in (None, 2, 3):
        if number:
            a_pair(centre, number)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("pairs"))
        counts.append(len(queries))

    assert len(set(counts)) == 1
