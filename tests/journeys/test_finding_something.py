"""A stranger opens the first page, finds something on a Tuesday that has no steps, and says
that they come: four presses and one field, with and without scripts, in both languages."""

import re
from datetime import time

import pytest
from playwright.sync_api import expect

from champions.models import Centre
from cms.services.centres import open_centre
from meetings.models import Seat
from tests.cms.published import in_public
from tests.factories import in_days, make_champion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {
    "en": {"tuesday": "Tuesday", "no_steps": "no steps", "come": "I will come"},
    "fr": {"tuesday": "mardi", "no_steps": "pas de marches", "come": "Je viens"},
}
NAME = {"en": "What should we call you?", "fr": "Comment vous appeler"}
MOST_PRESSES, MOST_FIELDS = 4, 1


@pytest.fixture
def tuesday(transactional_db):
    """Two on the same Tuesday, one of them up some stairs, and one on another day."""
    centre = open_centre(
        Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142"), by=None
    )
    lead = make_champion(centre, first_name="Doreen")
    first_on = next(day for day in map(in_days, range(2, 9)) if day.weekday() == 1)
    common = {"first_on": first_on, "drop_in": False, "skips_shut_days": False}
    in_public(centre, lead, title="Attic", at=time(9), access=["quiet"], **common)
    in_public(centre, lead, title="Tablets", **common)
    in_public(centre, lead, title="Chess", first_on=in_days(1, first_on))


@pytest.fixture(params=["with a script", "without"])
def site(request):
    name = "page" if request.param == "with a script" else "page_without_javascript"
    return request.getfixturevalue(name)


class Counting:
    """A stranger whose presses and fields are counted."""

    def __init__(self, page):
        self.page, self.presses, self.fields = page, 0, 0

    def press(self, what):
        self.presses += 1
        with self.page.expect_navigation():
            what.click()

    def fill(self, field, words):
        self.fields += 1
        field.fill(words)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_from_the_first_page_to_i_will_come(site, live_server, tuesday, language):
    words, stranger = WORDS[language], Counting(site)
    site.goto(f"{live_server.url}/{language}/")

    day = re.compile(f"^{words['tuesday']}$", re.IGNORECASE)
    stranger.press(site.get_by_role("link", name=day))
    expect(site.get_by_text("Chess")).to_have_count(0)
    card = site.locator(".programme-card").filter(has_text=words["no_steps"])
    expect(card).to_have_count(1)
    stranger.press(card.get_by_role("link"))
    stranger.press(site.get_by_role("link", name=words["come"]).first)
    stranger.fill(site.get_by_label(NAME[language]), "Lou")
    stranger.press(site.get_by_role("button", name=words["come"]))

    expect(site).to_have_url(re.compile(rf"/{language}/seat/\d+/"))
    seat = Seat.objects.get(guest_name="Lou")
    assert (seat.reply, seat.meeting.title) == ("coming", "Tablets")
    assert stranger.presses <= MOST_PRESSES
    assert stranger.fields <= MOST_FIELDS
