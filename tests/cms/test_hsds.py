"""The directory interface: each answer is judged by the compiled schemas of HSDS 3.0, and
what cannot be answered says so in JSON."""

import gzip
import json
from datetime import date
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator, FormatChecker

from champions.models import Centre
from cms.enums import Pattern
from cms.models import Programme
from cms.open_data.hsds.kinds import TAXONOMY, term_id
from cms.services import programmes
from cms.services.centres import open_centre
from cms.services.sessions import cancel_session, upcoming_sessions
from tests.cms.published import describe, in_public
from tests.factories import in_days, make_champion, make_circle

pytestmark = pytest.mark.django_db

API = "/api/hsds"
LISTS = ("services", "organizations", "service_at_locations")
ENVELOPE = {
    "total_items": int,
    "total_pages": int,
    "page_number": int,
    "size": int,
    "first_page": bool,
    "last_page": bool,
    "empty": bool,
    "contents": list,
}


@pytest.fixture(scope="module")
def judges():
    """One for each kind of thing, with all formats."""
    found = {}
    for name in ("service", "organization", "service_at_location"):
        packed = settings.BASE_DIR / "tests" / "data" / "hsds" / f"{name}.json.gz"
        schema = json.loads(gzip.decompress(packed.read_bytes()))
        found[f"{name}s"] = Draft202012Validator(schema, format_checker=FormatChecker())
    return found


@pytest.fixture
def centre():
    centre = Centre(
        slug="cedar-lake",
        name="Cedar Lake",
        name_fr="Lac-aux-Cèdres",
        phone="705-555-0142",
        email="hello@cedar.example",
        address="14 Cedar Street\nCedar Lake",
    )
    return open_centre(centre, by=None)


@pytest.fixture
def lead(centre):
    return make_champion(
        centre, make_circle(centre), "Doreen", last_name="Whitefeather"
    )


@pytest.fixture
def programme(centre, lead):
    return in_public(centre, lead, directions="Ring twice.", ages="adults")


def wrong(judges, kind, things):
    return [
        (list(error.absolute_path), error.message)
        for thing in things
        for error in judges[kind].iter_errors(thing)
    ]


def test_it_says_what_it_is(client):
    said = client.get(f"{API}/").json()

    assert said["version"] == "3.0"
    assert {"profile", "openapi_url", "license"} <= set(said)
    assert client.get(API).json() == said


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("query", ["", "?full=true", "?full=false&per_page=1"])
def test_each_list_is_as_the_schemas_say(client, judges, centre, lead, kind, query):
    in_public(centre, lead, is_free=False, cost="5 dollars", access=[])
    french = {"title": "L’heure du thé", "language": "fr", "pattern": "month_date"}
    in_public(centre, lead, **french)

    said = client.get(f"{API}/{kind}{query}").json()

    assert {name: type(said[name]) for name in ENVELOPE} == ENVELOPE
    assert said["contents"]
    assert wrong(judges, kind, said["contents"]) == []


@pytest.mark.parametrize("kind", LISTS)
def test_each_thing_is_as_the_schemas_say_and_the_same_as_in_its_list(
    client, judges, programme, kind
):
    (listed,) = client.get(f"{API}/{kind}?full=true").json()["contents"]

    one = client.get(f"{API}/{kind}/{listed['id']}").json()

    assert one == listed
    assert wrong(judges, kind, [one]) == []


def test_a_service_tells_what_a_health_line_asks(client, programme):
    service = client.get(f"{API}/services/{programme.uuid}").json()

    (schedule,) = service["schedules"]
    place = service["service_at_locations"][0]["location"]
    assert service["name"] == "Coffee & Colour"
    assert (service["status"], service["minimum_age"]) == ("active", 18)
    assert service["fees_description"] == "Free."
    assert service["assured_date"] == programme.checked_on.isoformat()
    assert (schedule["freq"], schedule["interval"]) == ("WEEKLY", 1)
    assert schedule["opens_at"].startswith("10:00-0")
    assert place["name"] == "Library back room"
    assert place["accessibility"][0]["description"] == "no steps"
    assert service["phones"][0]["number"] == "705-555-0142"
    assert service["organization"]["alternate_name"] == "Lac-aux-Cèdres"


@pytest.mark.parametrize(
    ("first_on", "day"), [("2027-01-30", "30"), ("2027-01-31", "-1")]
)
def test_late_days_of_a_month_and_a_season_are_said(
    client, centre, lead, first_on, day
):
    late = in_public(
        centre,
        lead,
        pattern=Pattern.MONTHLY_BY_DATE,
        first_on=date.fromisoformat(first_on),
        months=[1, 3],
    )

    (schedule,) = client.get(f"{API}/services/{late.uuid}").json()["schedules"]

    assert schedule["bymonthday"] == day
    assert "in these months: January, March" in schedule["description"]


def test_nothing_of_a_person_is_in_it(client, programme, lead):
    for kind in LISTS:
        said = client.get(f"{API}/{kind}?full=true").content.decode()
        assert "Doreen" not in said
        assert "Whitefeather" not in said
        assert "contacts" not in said


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("colour=red", "colour"),
        ("page=0", "page"),
        ("page=many", "page"),
        ("per_page=100000", "per_page"),
        ("full=perhaps", "full"),
        ("format=ndjson", "format"),
    ],
)
def test_what_it_cannot_answer_it_says(client, kind, query, name):
    answer = client.get(f"{API}/{kind}?{query}")

    assert answer.status_code == 400
    assert answer.json()["error"]
    assert answer.json()["parameters"][name]


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        ("services", "organization_id=cedar-lake"),
        ("services", "modified_after=yesterday"),
        ("services", "taxonomy_term_id=9"),
        ("services", "page=2"),
        ("service_at_locations", "postcode=P0M1A0"),
        ("organizations", "minimal=true"),
    ],
)
def test_a_value_that_is_none_is_refused(client, programme, kind, query):
    answer = client.get(f"{API}/{kind}?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/json")


@pytest.mark.parametrize(
    "path",
    [
        f"services/{uuid4()}",
        "services/12",
        f"organizations/{uuid4()}",
        f"service_at_locations/{uuid4()}",
        "services/",
        "taxonomies",
        "no/such/thing",
    ],
)
def test_what_is_not_there_is_said_in_json(client, path):
    answer = client.get(f"{API}/{path}")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_can_only_be_read(client, method):
    answer = getattr(client, method)(f"{API}/services")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert answer.json()["error"]
    assert client.head(f"{API}/services").status_code == 200


def ids(client, query):
    return {
        one["id"] for one in client.get(f"{API}/services?{query}").json()["contents"]
    }


@pytest.mark.db
def test_filters_count_together(client, centre, lead, programme):
    soup = in_public(centre, lead, title="Sunday soup", place="Hall")
    both, one = {str(programme.uuid), str(soup.uuid)}, {str(soup.uuid)}
    kind, other = term_id("together"), term_id("moving")

    assert ids(client, "") == both
    assert ids(client, "search=soups") == one
    assert ids(client, f"organization_id={centre.uuid}&search=soup") == one
    assert ids(client, f"organization_id={uuid4()}") == set()
    assert ids(client, f"taxonomy_term_id={kind}&taxonomy_id={TAXONOMY}") == both
    assert ids(client, f"taxonomy_term_id={other}") == set()
    assert ids(client, f"taxonomy_id={uuid4()}") == set()
    assert ids(client, "minimal=true") == both
    assert len(ids(client, "per_page=1&page=2")) == 1


@pytest.mark.db
def test_who_asks_for_changes_hears_of_a_date_called_off(client, lead, programme):
    before = client.get(f"{API}/services/{programme.uuid}").json()["last_modified"]
    nothing = f"modified_after={in_days(2).isoformat()}T00:00:00Z"

    cancel_session(upcoming_sessions(programme).first(), why="Snow", by=lead.user)

    after = client.get(f"{API}/services/{programme.uuid}").json()
    assert after["last_modified"] > before
    assert "called off" in after["alert"]
    assert ids(client, f"modified_after={before.replace('+', '%2B')}") == {
        str(programme.uuid)
    }
    assert ids(client, nothing) == set()


def test_drafts_what_ended_and_what_happens_once_are_no_services(client, centre, lead):
    describe(centre, lead, title="Draft")
    in_public(centre, lead, title="Once", pattern="once")
    ended = in_public(centre, lead, title="Ended")
    programmes.set_state(ended, "finished", by=lead.user)

    for kind in LISTS:
        assert client.get(f"{API}/{kind}").json()["empty"] is True


def test_a_break_is_a_service_that_is_closed_for_now(client, judges, lead, programme):
    programmes.set_state(programme, "resting", by=lead.user)

    service = client.get(f"{API}/services/{programme.uuid}").json()

    assert service["status"] == "temporarily closed"
    assert "schedules" not in service
    assert wrong(judges, "services", [service]) == []


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("query", ["", "?full=true"])
def test_a_longer_list_asks_the_database_no_more(client, centre, lead, kind, query):
    in_public(centre, lead)
    few = queries(client, f"{API}/{kind}{query}")
    for number in range(4):
        in_public(centre, lead, title=f"Group {number}", place=f"Room {number}")

    many = queries(client, f"{API}/{kind}{query}")

    assert Programme.objects.count() == 5
    assert (many, few <= 9) == (few, True)


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_any_site_may_read_it_and_asks_again_for_nothing(client, programme):
    first = client.get(f"{API}/services")

    again = client.get(f"{API}/services", headers={"If-None-Match": first["ETag"]})

    assert first["Access-Control-Allow-Origin"] == "*"
    assert "public" in first["Cache-Control"]
    assert (again.status_code, again.content) == (304, b"")
