"""What is taken instead of a wish is one table, and a page can say it."""

import pytest

from champions.enums import Channel
from champions.messages.ways import NEAREST, fallbacks, way_to
from tests.factories import make_centre, make_person

EVERY_FORM = frozenset({Channel.TEXT, Channel.IN_PERSON})


def test_each_wish_comes_first_and_every_way_to_reach_somebody_is_tried():
    for wish, ways in NEAREST.items():
        assert ways[0] == wish
        assert set(ways) >= set(Channel) - EVERY_FORM


@pytest.mark.django_db
def test_the_page_says_what_is_done():
    centre = make_centre(sends_texts=True)

    said = {one.wish: one.in_words for one in fallbacks(centre)}

    assert said["text message"] == (
        "text message, else letter, else telephone, else e-mail, else in person"
    )
    assert said["letter"] == "letter, else e-mail, else telephone, else in person"
    assert len(said) == len(Channel)


@pytest.mark.django_db
def test_texts_are_not_promised_where_none_are_sent():
    said = {one.wish: one.ways for one in fallbacks(make_centre())}

    assert said["text message"][0] == "letter"


@pytest.mark.django_db
@pytest.mark.parametrize("wish", Channel)
def test_nobody_on_a_list_is_out_of_reach_for_an_invitation(wish):
    unsafe = {"safe_to_write": False, "safe_to_phone": False}
    known = {
        "phone": "+17055550142",
        "address": "22 Birch Road",
        "email": "r@a.example",
    }
    centre = make_centre(sends_texts=True)
    person = make_person(centre, channel=wish, **known, **unsafe)

    assert way_to(person, forms=EVERY_FORM) == Channel.IN_PERSON
    assert way_to(person) is None
