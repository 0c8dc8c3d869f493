"""A public page asks the database little, the same little however much there is, and
never the same thing twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from champions.models import Centre
from cms.models import Programme
from cms.services.centres import open_centre
from tests.cms.published import in_public
from tests.factories import make_champion, make_circle

pytestmark = pytest.mark.django_db

MOST = 9
# Not among the words that a kept page may have in its address: each is made anew.
ANEW = "?anew=1"
PAGES = [
    "/en/",
    "/en/cedar-lake/",
    "/en/cedar-lake/programmes/",
    "/fr/cedar-lake/programmes/",
    "/en/cedar-lake/programmes/coffee-and-colour-1/",
    "/fr/cedar-lake/programmes/coffee-and-colour-1/",
    "/en/cedar-lake/stories/",
]


def open_with(slug, count):
    centre = open_centre(Centre(slug=slug, name=slug, phone="705-555-0142"), by=None)
    lead = make_champion(centre, make_circle(centre), "Doreen")
    for number in range(count):
        add(centre, lead, number)
    return centre, lead


def add(centre, lead, number):
    in_public(centre, lead, title=f"Coffee and Colour {number}")


def asked_for(client, page):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page + ANEW).status_code == 200
    return [query["sql"] for query in asked]


@pytest.mark.parametrize("page", PAGES)
def test_it_asks_little_and_nothing_twice(client, page):
    open_with("cedar-lake", 2)
    client.get(PAGES[0] + ANEW)

    asked = asked_for(client, page)

    assert len(asked) <= MOST, "\n".join(asked)
    assert len(set(asked)) == len(asked)


def test_it_asks_the_same_little_of_many(client):
    centre, lead = open_with("cedar-lake", 2)
    client.get(PAGES[0] + ANEW)
    few = {page: len(asked_for(client, page)) for page in PAGES}

    for number in range(2, 24):
        add(centre, lead, number)
    open_with("beck-lane", 2)
    many = {page: len(asked_for(client, page)) for page in PAGES}

    assert Programme.objects.count() == 26
    assert many == few
