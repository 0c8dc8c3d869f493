"""Find something to join: each filter alone, forgiving words, and the same few questions
to the database however many programmes there are."""

from collections import Counter
from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from champions.models import Centre
from cms.enums import Ages, Attending
from cms.models import Area, Programme
from cms.services.areas import save_area
from cms.services.centres import open_centre
from tests.cms.published import in_public
from tests.factories import in_days, make_champion

pytestmark = pytest.mark.django_db
TUESDAY = next(day for day in map(in_days, range(2, 9)) if day.weekday() == 1)
WEDNESDAY = next(day for day in map(in_days, range(2, 9)) if day.weekday() == 2)


def opened(slug, **words):
    return open_centre(
        Centre(slug=slug, phone="705-555-0142", **{"name": slug} | words), by=None
    )


@pytest.fixture
def centre():
    return opened("cedar-lake", name="Cedar Lake")


@pytest.fixture
def lead(centre):
    return make_champion(centre, first_name="Doreen")


@pytest.fixture
def lake(centre):
    return save_area(Area(centre=centre, name="By the lake", name_fr="Rive"), by=None)


@pytest.fixture
def both(lead, lake):
    """One that fits each filter below, and one that fits none."""
    in_public(
        lead.centre,
        lead,
        title="Painting",
        first_on=TUESDAY,
        area=lake,
        attending=Attending.BOTH,
        ages=Ages.OLDER,
        skips_shut_days=False,
    )
    in_public(
        lead.centre,
        lead,
        words={"what": "A quiet game.", "about": "", "first_visit": ""},
        title="Chess",
        first_on=WEDNESDAY,
        at=time(18),
        until=time(20),
        language="fr",
        access=[],
        is_free=False,
        cost="$2",
        ages=Ages.WITH_CHILDREN,
        skips_shut_days=False,
    )


def titles(client, query="", path="/en/cedar-lake/programmes/"):
    page = client.get(f"{path}?{query}").text
    return [title for title in ("Painting", "Chess") if f">{title}</a>" in page]


@pytest.mark.parametrize(
    "query",
    [
        "q=painted",
        "q=rives",
        "q=lakes",
        "q=painting+lake",
        "day=3",
        "time=morning",
        "language=en",
        "access=step_free",
        "free=on",
        "attending=online",
        "ages=older",
        "ages=older&day=3&time=morning&free=on",
    ],
)
def test_each_filter_keeps_what_fits(client, both, query):
    assert titles(client, query) == ["Painting"]


def test_an_evening_and_a_programme_for_children_are_found_too(client, both):
    assert titles(client, "time=evening") == ["Chess"]
    assert titles(client, "ages=children") == ["Chess"]
    assert titles(client, "attending=in_person") == ["Painting", "Chess"]


def test_a_value_that_is_none_of_ours_filters_nothing(client, both, lake):
    strange = "day=9&time=noon&area=x&ages=all&attending=nowhere&language=zz&access=no"

    assert titles(client, strange) == ["Painting", "Chess"]


def test_a_part_of_town_can_be_chosen_where_the_centre_has_a_list(client, both, lake):
    assert titles(client, f"area={lake.pk}") == ["Painting"]
    assert "Which part of town?" in client.get("/en/cedar-lake/programmes/").text


def test_without_a_list_nobody_is_asked_for_a_part_of_town(client, lead):
    assert "part of town" not in client.get("/en/cedar-lake/programmes/").text


def test_a_renamed_part_of_town_is_found_by_its_new_name_alone(client, both, lake):
    lake.name, lake.name_fr = "Harbour", "Havre"
    save_area(lake, by=None)

    assert titles(client, "q=harbour") == ["Painting"]
    assert titles(client, "q=havre") == ["Painting"]
    assert titles(client, "q=lake") == []


def test_seldom_asked_filters_stand_behind_one_line_that_opens_when_one_is_on(
    client, both
):
    shut = client.get("/en/cedar-lake/programmes/").text
    is_open = client.get("/en/cedar-lake/programmes/?ages=older").text

    assert shut.count('<details class="opening">') == 1
    assert is_open.count('<details class="opening" open>') == 1


def test_a_slip_of_the_finger_asks_what_was_meant(client, both):
    page = client.get("/en/cedar-lake/programmes/?q=paintign").text

    assert "Did you mean" in page
    assert "?q=Painting" in page


def test_nothing_that_fits_names_the_phone_and_the_filters_to_take_away(client, both):
    page = client.get("/en/cedar-lake/programmes/?q=zzz&free=on").text

    assert "705-555-0142" in page
    assert 'href="?q=zzz"' in page
    assert 'href="?free=on"' in page


def test_the_calendar_and_the_feed_hold_what_the_list_holds(client, both, lake):
    query = f"area={lake.pk}&attending=online&ages=older&time=morning"
    calendar = client.get(f"/en/cedar-lake/programmes/calendar.ics?{query}").text
    feed = client.get(f"/en/cedar-lake/programmes/feed.atom?{query}").text

    assert "Painting" in calendar
    assert "Chess" not in calendar
    assert "Painting" in feed
    assert "Chess" not in feed


def test_a_card_says_in_each_language_what_is_true_now(client, both):
    def card(language):
        page = client.get(f"/{language}/cedar-lake/programmes/?q=painting&anew=1")
        return page.content.decode().partition("programme-card")[2]

    assert "Library back room" in card("en")
    assert "Free" in card("en")
    assert "Gratuit" in card("fr")

    Programme.objects.filter(title="Painting").update(place="The gym", is_free=False)

    assert "The gym" in card("en")
    assert "Library back room" not in card("en") + card("fr")
    assert "Gratuit" not in card("fr")


def test_all_centres_are_searched_at_once_and_each_card_says_its_centre(client, both):
    other = make_champion(opened("harbourview", name="Harbourview"), first_name="Bao")
    in_public(other.centre, other, title="Chess", first_on=TUESDAY)

    everywhere = client.get("/en/find/").text

    assert everywhere.count("programme-card") == 3
    assert "· Harbourview" in everywhere
    assert titles(client, "centre=cedar-lake&q=painting", "/en/find/") == ["Painting"]
    assert titles(client, "centre=harbourview", "/en/find/") == ["Chess"]


def test_the_home_of_the_network_leads_to_it_by_words_and_by_day(client, both):
    home = client.get("/en/").text

    assert 'action="/en/find/"' in home
    assert 'href="/en/find/?day=3"' in home


ASKED = "?q=painted&day=3&time=morning&access=step_free&free=on&ages=older"


@pytest.mark.parametrize("path", ["/en/cedar-lake/programmes/", "/en/find/"])
@pytest.mark.parametrize("query", ["", ASKED])
def test_as_many_questions_for_thirty_programmes_as_for_two(
    client, lead, lake, both, path, query
):
    # A word of nobody's: the page is made anew each time, all but its empty filters,
    # which are kept until something changes.
    query = f"{query or '?'}&anew=1"
    client.get(path + query)
    few = questions(client, path + query)
    for number in range(28):
        in_public(lead.centre, lead, title=f"Painting {number}", first_on=TUESDAY)

    client.get(path + query)
    many = questions(client, path + query)

    assert Programme.objects.count() == 30
    assert len(many) == len(few)
    assert [sql for sql, often in Counter(many).items() if often > 1] == []


def questions(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [one["sql"] for one in asked if not one["sql"].startswith("SAVEPOINT")]
