from datetime import time

import pytest
from django.urls import reverse

from champions.models import Centre
from cms.enums import Pattern
from cms.my_page import my_page
from cms.services.centres import open_centre
from cms.services.programmes import describe_programme
from meetings.services.seats import ask
from tests.factories import (
    in_days,
    make_champion,
    make_circle,
    make_gathering,
    make_idea,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return open_centre(Centre(slug="cedar-lake", name="Cedar Lake"), by=None)


@pytest.fixture
def doreen(centre):
    return make_champion(centre, make_circle(centre), "Doreen")


def run(lead, title):
    return describe_programme(
        lead.centre,
        lead=lead,
        by=lead.user,
        facts={
            "title": title,
            "language": "en",
            "pattern": Pattern.WEEKLY,
            "first_on": in_days(3),
            "at": time(10),
            "until": time(11),
            "place": "Library",
        },
        words={"what": "Tea.", "about": "", "first_visit": ""},
    )


def test_a_champion_sees_ideas_that_could_use_their_hands(centre, doreen):
    idea = make_idea(make_champion(centre, first_name="Amina"))

    assert my_page(doreen.user).others_ideas == [idea]


def test_who_is_invited_and_no_champion_sees_no_ideas_of_others(client, centre, doreen):
    rosa = make_person(centre, user=make_user())
    seat = ask(make_gathering(centre), rosa)
    make_idea(doreen, "Sunday soup")
    client.force_login(rosa.user)

    page = client.get(reverse("my_page")).content.decode()

    assert "Sunday soup" not in page
    assert reverse("meetings:seat", args=[seat.pk]) in page
    assert reverse("ideas:new", args=["cedar-lake"]) not in page


@pytest.mark.parametrize("programmes", [1, 3])
def test_more_programmes_ask_the_database_no_more(
    doreen, programmes, django_assert_num_queries
):
    for number in range(programmes):
        run(doreen, f"Tea {number}")

    with django_assert_num_queries(8):
        led = my_page(doreen.user).led

    assert [each.next.original_on for each in led] == [in_days(3)] * programmes
