"""Booking the next get-together from *this week*: at most three fields and four clicks,
also without JavaScript and in French."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from meetings.models import Meeting
from tests.factories import make_circle, make_staff
from tests.journeys.cast import cedar_lake, sign_in

pytestmark = pytest.mark.browser
FEW_CLICKS = 4


@pytest.fixture
def anne(transactional_db):
    """The point person of a group that has no next date."""
    centre = cedar_lake().centre
    anne = make_staff(centre, first_name="Anne")
    make_circle(centre, "Maple", lead=anne)
    return anne


@pytest.fixture
def browsers(page, page_without_javascript):
    return {"with": page, "without": page_without_javascript}


@pytest.mark.parametrize(
    ("scripts", "language"), [("with", "en"), ("without", "fr"), ("without", "en")]
)
def test_the_next_date_is_booked_from_this_week(
    browsers, live_server, anne, scripts, language
):
    page, clicks = browsers[scripts], 0
    UserProfile.objects.create(user=anne, preferred_language=language)
    sign_in(page, live_server, anne)
    page.goto(f"{live_server.url}/admin/")
    with translation.override(language):
        book = page.locator(f'.this-week a[href*="{_address()}"]')
        presses = [book, page.locator("#good-days ~ * button").first]

    for press in presses:
        press.click()
        clicks += 1
    page.wait_for_url("**/meetings/*/")

    meeting = Meeting.objects.get()
    assert (meeting.circle.name, meeting.state) == ("Maple", "announced")
    assert f"/{language}/" in page.url
    assert clicks <= FEW_CLICKS
    page.goto(f"{live_server.url}/admin/")
    assert book.count() == 0


def _address():
    return reverse("meetings:book", args=["cedar-lake", 1]).rpartition("1/")[0]
