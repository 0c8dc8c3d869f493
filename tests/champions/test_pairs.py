"""Who may be one person is found once, and never brought up again after somebody said it."""

import pytest

from champions.enums import PairReason
from champions.models import Pair, Person
from champions.services.merging import merge
from champions.services.pairs import (
    PairMovedError,
    find_pairs,
    find_pairs_everywhere,
    put_off,
    say_two_people,
)
from champions.services.people import add_person, mark_died, mark_do_not_contact
from champions.services.privacy import erase
from tests.champions.test_importing_lists import imported
from tests.factories import make_centre, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.db]
ROSA = {
    "first_name": "Rosa",
    "last_name": "Martínez",
    "phone": "705 555 0101",
    "address": "1 Elm Road",
    "postal_code": "P0L 1A0",
}


@pytest.fixture
def centre():
    return make_centre()


def known(centre, **changes):
    return add_person(centre, by=None, **{**ROSA, **changes})


def found(centre):
    find_pairs(centre)
    pairs = Pair.objects.of(centre).waiting()
    return [({pair.one_id, pair.other_id}, PairReason(pair.why)) for pair in pairs]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"address": "9 Oak Street"}, PairReason.NUMBER),
        ({"phone": "", "postal_code": "N0P 3D4"}, PairReason.STREET),
        ({"phone": "", "address": "12 Elm Road"}, PairReason.STREET),
        ({"first_name": "Roza"}, PairReason.SPELLING),
        ({"first_name": "Rosa", "last_name": "Martines"}, PairReason.SPELLING),
        ({"first_name": "Martinez", "last_name": "Rosa"}, PairReason.SPELLING),
        ({"last_name": "MARTINEZ"}, PairReason.SAME),
    ],
)
def test_who_may_be_the_same_is_found_and_why_is_said(centre, changes, why):
    rosa, other = known(centre), known(centre, **changes)

    assert found(centre) == [({rosa.pk, other.pk}, why)]


@pytest.mark.parametrize(
    "changes",
    [
        {"first_name": "Luis"},
        {"first_name": "Roza", "phone": "", "address": "9 Oak Street"},
        {"phone": "705 555 0199", "address": "9 Oak Street"},
    ],
)
def test_a_partner_or_a_namesake_elsewhere_is_nobody_else(centre, changes):
    known(centre)
    known(centre, **changes)

    assert found(centre) == []


def test_nobody_of_another_centre_is_compared(centre):
    known(centre)
    known(make_centre("harbourview"))

    find_pairs_everywhere()

    assert Pair.objects.count() == 0


def test_who_died_is_not_compared(centre):
    known(centre)
    mark_died(known(centre, first_name="Roza"), by=None)

    assert found(centre) == []


def test_what_half_a_town_has_in_common_says_nothing(centre):
    for n in range(51):
        known(centre, first_name=f"Rosa{n}", address="no fixed address", phone="")

    assert found(centre) == []


def test_looking_again_finds_nothing_more(centre):
    known(centre)
    known(centre, first_name="Roza")
    find_pairs(centre)

    assert len(found(centre)) == 1


def test_two_people_are_said_once_and_never_asked_about_again(centre):
    known(centre)
    known(centre, first_name="Roza")
    find_pairs(centre)
    pair = Pair.objects.get()

    say_two_people(pair, by=make_staff(centre))

    assert found(centre) == []
    with pytest.raises(PairMovedError):
        say_two_people(pair, by=None)


def test_what_is_left_for_later_stands_behind_the_others(centre):
    known(centre)
    known(centre, first_name="Roza")
    known(centre, first_name="Rosza", phone="", address="1 Elm Road")
    find_pairs(centre)
    first, *others = Pair.objects.waiting()

    put_off(first)

    assert [*Pair.objects.waiting()] == [*others, first]


def test_who_may_be_somebody_we_must_not_write_to_is_not_asked_until_it_is_said(
    centre,
):
    rosa, moved = known(centre), known(centre, address="9 Oak Street")
    mark_do_not_contact(rosa, by=None)
    find_pairs(centre)
    assert list(Person.objects.of(centre).may_be_asked()) == []

    say_two_people(Pair.objects.get(), by=None)

    assert list(Person.objects.of(centre).may_be_asked()) == [moved]


def test_a_joined_record_is_known_by_what_stood_in_either(centre):
    rosa, moved = known(centre), known(centre, address="9 Oak Street", postal_code="")
    find_pairs(centre)
    merge(moved, rosa)
    line = "Rosa,Martínez,,705 555 0101,{},"

    again = imported(centre, line.format("9 Oak Street"), line.format("1 Elm Road"))

    assert (again.counts["known"], again.counts["new"]) == (1, 1)
    assert again.lines.get(number=2).person == rosa


def test_what_was_said_about_a_third_stays_when_two_are_joined(centre):
    rosa, roza = known(centre), known(centre, first_name="Roza")
    third = known(centre, first_name="Rossa")
    find_pairs(centre)
    assert Pair.objects.waiting().count() == 3

    merge(roza, rosa)

    (pair,) = Pair.objects.waiting()
    assert {pair.one, pair.other} == {rosa, third}


def test_who_is_wiped_is_compared_with_nobody(centre):
    known(centre)
    roza = known(centre, first_name="Roza")
    find_pairs(centre)

    erase(roza)

    assert found(centre) == []
