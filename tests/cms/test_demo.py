import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from champions.models import Centre, Person, User
from cms.demo import ending, guide, installation
from cms.demo.ending import start_empty
from cms.demo.installation import make_demo
from cms.models import DemoMark, NetworkPage, Programme
from cms.open_data.hsds.services import whole_service
from cms.open_data.published import published
from cms.useful_listing import missing
from ideas.models import Idea
from meetings.models import Meeting
from meetings.services.rhythms import today_at
from tests.factories import make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    """The demo takes seconds to make: it stays for all tests of this module."""
    with django_db_blocker.unblock():
        make_demo()
        yield
        start_empty()


@pytest.fixture
def demo(made_once, db):
    """Each test changes it in a transaction of its own."""


def test_it_has_three_centres_programmes_in_each_state_and_ideas_in_each_lane(demo):
    states = set(Programme.objects.values_list("state", flat=True))
    stages = set(Idea.objects.values_list("stage", flat=True))

    assert {c.slug for c in Centre.objects.all()} == set(installation.SLUGS)
    assert states == {"starting", "running", "resting", "finished"}
    assert stages == {
        "shared",
        "talking",
        "supported",
        "trying",
        "handed_on",
        "parked",
    }


def test_every_page_of_it_says_that_it_is_invented(demo, client):
    page = client.get("/en/cedar-lake/").content.decode()

    assert "Every person and place here is invented." in page


def test_a_door_leads_into_an_invented_account(demo, client):
    answer = client.post("/en/try/door/staff/", {"next": "/admin/"})

    assert (answer.status_code, answer.url) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_a_door_is_a_post_and_leads_nowhere_else(demo, client):
    assert client.get("/en/try/door/staff/").status_code == 405
    answer = client.post("/en/try/door/staff/", {"next": "https://elsewhere.example"})
    assert answer.url == "/en/try/"


def _answers(client):
    return {
        client.get("/en/try/").status_code,
        client.post("/en/try/door/staff/").status_code,
        client.get("/en/try/list.csv").status_code,
        client.post("/en/try/end/").status_code,
    }


def test_without_the_mark_there_are_no_doors(demo, client):
    DemoMark.objects.all().delete()

    assert _answers(client) == {404}


def test_with_a_centre_of_ones_own_there_are_no_doors(demo, client):
    make_centre("our-own")

    assert _answers(client) == {404}


def test_from_another_machine_there_are_no_doors(demo):
    assert _answers(Client(REMOTE_ADDR="192.0.2.7")) == {404}


def test_through_a_proxy_there_are_no_doors(demo):
    assert _answers(Client(HTTP_X_FORWARDED_FOR="192.0.2.7")) == {404}


@pytest.mark.parametrize("host", ["0.0.0.0", "champions.example"])  # noqa: S104  what this test is about
def test_a_server_that_listens_to_the_world_has_no_doors(demo, client, settings, host):
    settings.LISTENS_ON = host

    assert _answers(client) == {404}


def test_its_owner_may_open_the_doors_to_the_world(demo, monkeypatch):
    monkeypatch.setenv("DEMO_DOORS", "1")

    assert Client(REMOTE_ADDR="192.0.2.7").get("/en/try/").status_code == 200


def test_no_door_leads_to_the_network_administrator(demo, client):
    user = installation.account_behind("staff")
    User.objects.filter(pk=user.pk).update(is_superuser=True)

    assert client.post("/en/try/door/staff/").status_code == 404


def test_starting_empty_leaves_nothing_of_the_demo(demo, client):
    client.post("/en/try/door/champion/")

    client.post("/en/try/end/")

    left = (Centre, Person, User, Session, DemoMark, Programme)
    assert [model.objects.count() for model in left] == [0] * len(left)
    assert NetworkPage.objects.count() == 2
    assert client.get("/en/").status_code == 200


def test_starting_empty_opens_a_short_set_up(demo, client):
    client.post("/en/try/end/")

    answer = client.post(
        "/en/set-up/",
        {
            "name": "Our Place",
            "slug": "our-place",
            "phone": "705-555-0101",
            "region": "CA-ON",
            "zone": "America/Toronto",
            "paper": "letter",
            "lead_name": "Robin",
            "lead_email": "robin@example.org",
        },
    )

    assert answer.status_code == 302
    assert client.get("/fr/our-place/").status_code == 200
    assert client.get("/en/set-up/").status_code == 404


def test_making_it_anew_brings_it_back_by_the_same_keys(
    demo, client, django_capture_on_commit_callbacks
):
    Programme.objects.update(title="Something else")

    with django_capture_on_commit_callbacks() as afterwards:
        answer = client.post("/en/try/reset/")

    assert (answer.status_code, answer.url) == (302, "/en/try/")
    assert Centre.objects.count() == len(installation.SLUGS)
    assert not Programme.objects.filter(title="Something else").exists()
    assert ending._renew_keys not in afterwards


def test_ending_asks_the_site_to_start_anew_with_new_keys(demo, client):
    client.post("/en/try/end/")

    assert not settings.BEGIN_AGAIN.exists()


def test_the_workshop_that_a_guided_step_calls_todays_is_today_at_its_centre(demo):
    steps = [step for walk in guide.walks() for step in walk.steps]
    leads_to = next(step.url for step in steps if step.door == "staff-harbourview")
    workshop = Meeting.objects.get(pk=leads_to.rstrip("/").rsplit("/", 1)[1])

    assert (workshop.on, workshop.state) == (today_at(workshop.centre), "announced")


def test_every_published_programme_of_it_is_a_useful_listing(demo):
    """And those who only read the demo learn what a good listing says."""
    lacks = {
        one.slug: [
            str(need.words)
            for need in missing(whole_service(one), today_at(one.centre))
        ]
        for one in published()
    }

    assert len(lacks) > 10
    assert {slug: words for slug, words in lacks.items() if words} == {}
