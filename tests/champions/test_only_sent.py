"""An address that only takes what is sent leads whoever opens it to its page."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from champions.models import Circle
from champions.only_sent import page_above
from tests.factories import (
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_idea,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina():
    centre = make_centre()
    return make_champion(centre, make_circle(centre))


@pytest.mark.parametrize(
    ("name", "more"),
    [("notes", []), ("notes_round", []), ("chair", []), ("agenda_off", [7])],
)
def test_it_leads_to_the_page_it_belongs_to_and_says_that_nothing_was_sent(
    client, amina, name, more
):
    meeting = make_gathering(amina.centre, circle=Circle.objects.get())
    at = [amina.centre.slug, meeting.pk]
    client.force_login(amina.user)

    response = client.get(reverse(f"meetings:{name}", args=[*at, *more]))

    assert response.url == reverse("meetings:detail", args=at)
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert said == ["Nothing was sent just now. Please look once more."]


def test_who_may_not_see_the_page_is_told_nothing_of_it(client, amina):
    other = make_champion(make_centre("harbourview"), first_name="Sam")
    idea = make_idea(other)
    client.force_login(amina.user)

    address = reverse("ideas:talk", args=[other.centre.slug, idea.pk])

    assert client.get(address).status_code == 404


def test_other_ways_of_asking_are_refused(client, amina):
    idea = make_idea(amina)
    client.force_login(amina.user)

    address = reverse("ideas:talk", args=[amina.centre.slug, idea.pk])

    assert client.put(address).status_code == 405


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/en/cedar-lake/ideas/5/promises/3/", "/en/cedar-lake/ideas/5/"),
        ("/en/cedar-lake/ideas/promises/3/still/", "/en/cedar-lake/ideas/"),
        ("/en/cedar-lake/desk/5/card/given/", "/en/cedar-lake/desk/5/card/"),
    ],
)
def test_the_page_above_is_the_nearest_that_shows_something(path, page):
    assert page_above(path) == page
