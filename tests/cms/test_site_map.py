"""What search engines may read, and where each page is in the other language."""

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.utils import timezone

from champions.models import Centre, Consent
from cms.models import DemoMark, ProgrammeIndexPage
from cms.services.centres import open_centre
from cms.services.stories import Told, tell_story
from tests.cms.published import describe, in_public
from tests.factories import make_champion, make_circle

pytestmark = pytest.mark.django_db

SPACES = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
PAGE = "/en/cedar-lake/programmes/coffee-colour/"


@pytest.fixture
def lead():
    centre = Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142")
    centre = open_centre(centre, by=None)
    return make_champion(centre, make_circle(centre), "Doreen")


def read_map(client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314
    return {
        url.findtext("map:loc", namespaces=SPACES): {
            link.get("hreflang"): link.get("href")
            for link in url.findall("xhtml:link", SPACES)
        }
        for url in tree.findall("map:url", SPACES)
    }


def whole(path):
    return f"{settings.BASE_URL}{path}"


def test_it_has_each_page_in_public_and_its_other_language(client, lead):
    in_public(lead.centre, lead)
    describe(lead.centre, lead, title="Draft")

    urls = read_map(client)

    both = {code: whole(f"/{code}/cedar-lake/programmes/") for code in ("en", "fr")}
    assert urls[both["en"]] == urls[both["fr"]] == both
    assert urls[whole(PAGE)] == {"en": whole(PAGE)}
    assert [one for one in urls if "draft" in one] == []


def test_a_story_whose_teller_took_it_back_is_not_in_it(client, lead):
    told = Told("The soup", "It burnt.", "Stir.", "en", shows_name=True)
    story = tell_story(lead.centre, told, teller=lead, by=lead.user)
    story.get_latest_revision().publish()
    address = whole(f"/en/cedar-lake/stories/{story.slug}/")
    assert address in read_map(client)

    Consent.objects.filter(person=lead).update(withdrawn_at=timezone.now())

    assert address not in read_map(client)


def test_each_address_of_it_answers(client, lead):
    in_public(lead.centre, lead)

    answers = {
        url: client.get(url.removeprefix(settings.BASE_URL)).status_code
        for url in read_map(client)
    }

    assert set(answers.values()) == {200}


def heads(client, path):
    html = BeautifulSoup(client.get(path).content, "html.parser")
    links = html.head.find_all("link", rel=["canonical", "alternate"])
    return {
        (one["rel"][0], one.get("hreflang")): one["href"]
        for one in links
        if one["rel"] == ["canonical"] or one.get("hreflang")
    }


def test_a_page_says_its_one_address_and_its_languages(client, lead):
    in_public(lead.centre, lead)
    index = "/fr/cedar-lake/programmes/"

    assert heads(client, f"{index}?q=soup") == {
        ("canonical", None): whole(index),
        ("alternate", "fr"): whole(index),
        ("alternate", "en"): whole("/en/cedar-lake/programmes/"),
    }


def test_a_page_that_stands_in_says_where_its_words_are(client, lead):
    in_public(lead.centre, lead)

    assert heads(client, PAGE.replace("/en/", "/fr/")) == {
        ("canonical", None): whole(PAGE),
        ("alternate", "en"): whole(PAGE),
    }


def test_robots_hear_of_the_map_and_leave_private_pages_alone(client, lead):
    said = client.get("/robots.txt").content.decode()

    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in said
    assert "Disallow: /*/my/" in said
    assert "Disallow: /\n" not in said


def test_an_invented_installation_is_for_no_search_engine(client, lead):
    DemoMark.objects.create()

    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_a_longer_map_asks_the_database_no_more(
    client, lead, django_assert_max_num_queries
):
    for number in range(3):
        in_public(lead.centre, lead, title=f"Group {number}", place=f"Room {number}")
    assert ProgrammeIndexPage.objects.count() == 2
    client.get("/sitemap.xml")

    with django_assert_max_num_queries(6):
        client.get("/sitemap.xml")
