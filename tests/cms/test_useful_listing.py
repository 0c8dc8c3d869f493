"""What a listing lacks is named in words, to those who can mend it."""

from datetime import timedelta

import pytest

from champions.models import Centre
from cms.models import Programme
from cms.open_data.hsds.services import whole_service
from cms.open_data.published import published
from cms.services.centres import open_centre
from cms.useful_listing import CHECKED_WITHIN, missing
from meetings.services.rhythms import today_at
from tests.cms.published import WORDS, describe, in_public
from tests.factories import in_days, make_champion, make_circle

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    centre = Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142")
    centre = open_centre(centre, by=None)
    return make_champion(centre, make_circle(centre), "Doreen")


def lacks(programme, days=0):
    (listed,) = published().filter(pk=programme.pk)
    today = today_at(listed.centre) + timedelta(days=days)
    return [str(need.words) for need in missing(whole_service(listed), today)]


def test_a_programme_with_everything_lacks_nothing(lead):
    assert lacks(in_public(lead.centre, lead)) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"access": []}, "how one gets in"),
        ({"place": ""}, "where it is"),
        ({"is_free": False, "cost": ""}, "what it costs"),
        (
            {"words": {"what": "Fun", "about": "", "first_visit": ""}},
            "what people do there",
        ),
        ({"checked_on": None}, "that somebody checked it"),
    ],
)
def test_each_thing_that_is_not_said_is_named(lead, fields, words):
    of_row = {name: fields.pop(name) for name in ("checked_on",) if name in fields}
    programme = in_public(lead.centre, lead, **fields)
    Programme.objects.filter(pk=programme.pk).update(**of_row or {"state": "running"})

    assert lacks(programme) == [words]


def test_a_check_of_long_ago_counts_no_more(lead):
    programme = in_public(lead.centre, lead)
    service = whole_service(published().get(pk=programme.pk))
    service["schedules"][0]["next_dates"] = [{"id": "a date of then"}]
    last_day = today_at(programme.centre) + CHECKED_WITHIN

    assert missing(service, last_day) == []
    assert len(missing(service, last_day + timedelta(days=1))) == 1


def test_no_telephone_no_centre_no_language_no_dates():
    needs = missing({"status": "active"}, in_days(0))

    assert len(needs) == 9


def test_who_runs_it_sees_what_is_missing_and_where_to_write_it(client, lead):
    programme = in_public(lead.centre, lead, access=[])
    client.force_login(lead.user)

    page = client.get("/en/cedar-lake/programmes/coffee-colour/lead/").content.decode()

    part = page.partition("What neighbours would still like to know")[2]
    assert "how one gets in" in part
    assert f"/programmes/{programme.slug}/change/" in part


def test_who_waits_for_a_check_is_not_asked_for_more(client, lead):
    describe(lead.centre, lead, access=[], words=WORDS)
    client.force_login(lead.user)

    page = client.get("/en/cedar-lake/programmes/coffee-colour/lead/").content.decode()

    assert "What neighbours would still like to know" not in page
