"""What search engines read in the page of a programme: data that no word can break out
of, and nothing of a person."""

import json
from datetime import date, time

import pytest
import time_machine
from bs4 import BeautifulSoup

from champions.models import Centre
from cms.enums import Pattern
from cms.services import programmes
from cms.services.centres import open_centre
from cms.services.sessions import upcoming_sessions
from tests.cms.published import WORDS, in_public
from tests.factories import make_champion, make_circle
from tests.hostile import CORPUS

PAGE = "/en/cedar-lake/programmes/coffee-colour/"


@pytest.fixture
def lead(db):
    centre = Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142")
    centre = open_centre(centre, by=None)
    return make_champion(
        centre, make_circle(centre), "Doreen", last_name="Whitefeather"
    )


def data_of(client, page=PAGE):
    html = client.get(page).content
    scripts = BeautifulSoup(html, "html.parser").find_all(
        "script", type="application/ld+json"
    )
    return json.loads(scripts[0].string) if scripts else None


def test_it_tells_what_the_page_tells(client, lead):
    in_public(lead.centre, lead, directions="Ring twice.", attending="both")

    data = data_of(client)

    features = [one["name"] for one in data["location"]["amenityFeature"]]
    assert (data["@type"], data["name"]) == ("EventSeries", "Coffee & Colour")
    assert data["organizer"]["telephone"] == "705-555-0142"
    assert data["offers"] == {"@type": "Offer", "price": 0, "priceCurrency": "CAD"}
    assert data["eventAttendanceMode"].endswith("MixedEventAttendanceMode")
    assert features == ["no steps"]
    assert len(data["subEvent"]) == 5
    assert "Doreen" not in json.dumps(data)
    assert "Whitefeather" not in json.dumps(data)


def test_a_late_day_of_the_month_and_a_date_at_another_hour_are_said(client, lead):
    late = {"pattern": Pattern.MONTHLY_BY_DATE, "first_on": date(2027, 1, 30)}
    with time_machine.travel("2027-01-04 15:00Z", tick=False):
        programme = in_public(lead.centre, lead, **late)
        (first, second) = upcoming_sessions(programme)[:2]
        second.meeting.at = time(9)
        second.meeting.save()

        schedule = data_of(client)["eventSchedule"]

    assert schedule["byMonthDay"] == [30]
    assert second.original_on.isoformat() in schedule["exceptDate"]
    assert first.original_on.isoformat() not in schedule["exceptDate"]


def test_no_word_breaks_out_of_it(client, lead):
    hostile = "\n".join(CORPUS)
    in_public(lead.centre, lead, words=WORDS | {"about": hostile})

    html = client.get(PAGE).content.decode()

    inside = html.partition('<script type="application/ld+json">')[2]
    inside = inside.partition("</script>")[0]
    assert json.loads(inside)["description"].endswith(hostile)
    assert not {"<", ">", "&"} & set(inside)


def test_what_rests_has_no_schedule_and_what_ended_no_data(client, lead):
    programme = in_public(lead.centre, lead)

    programmes.set_state(programme, "resting", by=lead.user)
    resting = data_of(client)
    programmes.set_state(programme, "finished", by=lead.user)

    assert "eventSchedule" not in resting
    assert resting["subEvent"] == []
    assert data_of(client) is None


@pytest.mark.browser
def test_a_browser_takes_it_for_data(live_server, page, transactional_db):
    centre = Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142")
    lead = make_champion(open_centre(centre, by=None), first_name="Doreen")
    in_public(lead.centre, lead, words=WORDS | {"about": "</script><b id=trap>"})
    said = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(f"{live_server.url}{PAGE}")

    script = page.locator('script[type="application/ld+json"]')
    assert json.loads(script.text_content())["name"] == "Coffee & Colour"
    assert page.locator("#trap").count() == 0
    assert [one for one in said if "Content Security Policy" in one] == []
