"""The same person is recognised however they were typed; couples stay apart."""

import pytest

from champions.contacts.matching import Register, identity
from champions.names import folded

CLAIRE = {
    "first_name": "Claire",
    "last_name": "Côté",
    "email": "claire@example.net",
    "phone": "+18075550116",
    "address": "5701 rue Séguin, Apt. 2",
    "postal_code": "P0L 1B0",
}


def seen(**changes):
    """How Claire, already known, is found again when a line differs in this."""
    register = Register()
    register.add(identity(**CLAIRE), "claire")
    return register.find(identity(**CLAIRE | changes))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("CLAIRE", "COTE"), ("Claire", "Côté")),
        (("Jean-Luc", "Roy"), ("jean luc", "ROY")),
        (("Mary Ann", "Lee"), ("Mary", "Ann Lee")),
        (("Siobhán", "O’Neill"), ("Siobhan", "O'Neill")),
        (("Lœtitia", "Ørsted"), ("Loetitia", "Orsted")),
        (("E\u0301lodie", "Roy"), ("Élodie", "Roy")),
    ],
)
def test_names_agree_however_they_are_typed(one, other):
    assert folded(*one) == folded(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Claire", "Roy"), ("Clara", "Roy")),
        (("Ray", "St. John"), ("Ray", "St. John, Jr.")),
        (("李", "小龙"), ("李", "小虎")),
        (("राम", ""), ("रमा", "")),
        (("?", "??"), ("???", "??")),
    ],
)
def test_other_names_are_other_people(one, other):
    assert folded(*one) != folded(*other)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"first_name": "CLAIRE", "last_name": "cote", "email": "CLAIRE@EXAMPLE.NET"},
        {"email": "", "phone": ""},
        {"address": "", "email": ""},
        {"phone": "", "address": "5701 RUE SEGUIN APT 2", "email": ""},
        {"address": "9 Elm Road", "phone": ""},
    ],
)
def test_one_way_in_common_is_enough_with_the_same_name(changes):
    assert seen(**changes) == "claire"


@pytest.mark.parametrize(
    "changes",
    [
        {"first_name": "Luc"},
        {"email": "", "phone": "", "address": ""},
        {"email": "", "phone": "+18075550199", "address": "9 Elm Road"},
        {"email": "", "phone": "", "postal_code": "N0P 3D4"},
    ],
)
def test_another_name_or_no_way_in_common_is_another_person(changes):
    assert seen(**changes) is None


def test_two_of_one_name_of_whom_nothing_else_is_known_are_one():
    register = Register()
    register.add(identity(first_name="Ben", last_name="Roy"), "ben")

    assert register.find(identity(first_name="BEN", last_name="Roy")) == "ben"


def test_only_the_telephone_in_common_is_for_people_to_say():
    register = Register()
    register.add(identity(**CLAIRE), "claire")
    elsewhere = identity(**CLAIRE | {"email": "", "address": "9 Elm Road"})

    assert (register.find(elsewhere), register.doubt(elsewhere)) == (None, "claire")


def test_the_one_who_did_not_move_is_preferred():
    register = Register()
    elsewhere = CLAIRE | {"email": "", "address": "9 Elm Road"}
    register.add(identity(**elsewhere), "at Elm Road")
    register.add(identity(**CLAIRE), "at rue Séguin")

    assert register.find(identity(**CLAIRE)) == "at rue Séguin"
