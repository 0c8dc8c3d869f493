"""A champion calls off tomorrow by the card on the fridge, in a real browser, with a
script and without, and in French: page, calendar, feed and poster then say the same."""

from datetime import time

import feedparser
import pytest
import recurring_ical_events
from django.utils.translation import override
from icalendar import Calendar

from champions.enums import CodePurpose
from champions.models import Centre
from champions.services.codes import digits_for
from champions.when import day_in_words
from cms.services.centres import open_centre
from cms.services.fridge import card_for
from tests.cms.published import in_public
from tests.factories import in_days, make_champion, make_circle
from tests.journeys.cast import english_on

pytestmark = pytest.mark.browser


@pytest.fixture
def programme(transactional_db):
    centre = Centre(
        slug="cedar-lake",
        name="Cedar Lake",
        name_fr="Lac-aux-Cèdres",
        phone="705-555-0142",
    )
    centre = open_centre(centre, by=None)
    doreen = make_champion(centre, make_circle(centre), "Doreen", user=None)
    return in_public(
        centre,
        doreen,
        title="Tai-chi",
        first_on=in_days(1),
        at=time(10),
        skips_shut_days=False,
    )


@pytest.fixture
def numbers(programme):
    card = card_for(programme, programme.leads.get(), by=None)
    return digits_for(CodePurpose.FRIDGE, card.pk)


WORDS = {
    "en": ["Your code", "Your first name", "Go on", "Call off the next date"],
    "fr": ["Votre code", "Votre prénom", "Continuer", "Annuler la prochaine date"],
}
LAST = {
    "en": ("Why?", "Yes, call off", "everybody is told", "called off"),
    "fr": ("Pourquoi", "Oui, annuler", "tout le monde", "annulé"),
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("browser_page", ["page", "page_without_javascript"])
def test_tomorrow_is_called_off(
    request, live_server, programme, numbers, browser_page, language
):
    page = request.getfixturevalue(browser_page)
    code, name, go_on, call_off = WORDS[language]
    why, yes, done, off = LAST[language]
    site = f"{live_server.url}/{language}/cedar-lake/"

    page.goto(f"{site}go/")
    page.get_by_label(code).fill(numbers)
    page.get_by_label(code).press("Enter")
    page.get_by_label(name).fill("Doreen")
    page.get_by_role("button", name=go_on).click()
    page.get_by_role("link", name=call_off).click()
    if language == "fr":
        assert english_on(page) == []
    page.get_by_label(why).fill("Verglas")
    page.get_by_role("button", name=yes).click()
    page.get_by_text(done).wait_for()

    with override(language):
        tomorrow = day_in_words(in_days(1))
    page.goto(f"{site}programmes/tai-chi/")
    said = row_of(page, tomorrow)
    assert (off in said, "Verglas" in said) == (True, True)
    page.goto(f"{site}programmes/tai-chi/poster/")
    assert off in row_of(page, tomorrow)
    assert in_calendar(page, f"{site}programmes/tai-chi/calendar.ics") == "CANCELLED"
    assert off in in_feed(page, f"{site}programmes/feed.atom", tomorrow)


def row_of(page, day):
    return page.locator("li", has_text=day).first.inner_text()


def in_calendar(page, url):
    calendar = Calendar.from_ical(page.request.get(url).text())
    (event,) = recurring_ical_events.of(calendar).at(in_days(1))
    return event["status"]


def in_feed(page, url, day):
    entries = feedparser.parse(page.request.get(url).text()).entries
    (title,) = [one.title for one in entries if day in one.title]
    return title
