"""Public pages are kept ready; each change of what they show is on them with the next
request, and nothing that is somebody's is ever among them."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from champions.enums import ConsentPurpose, Language, Role
from champions.groups import join_group
from champions.models import Centre, Consent
from champions.services.people import call_person
from cms import page_cache
from cms.finding import FindForm
from cms.models import Area, CentrePage, NetworkPage, PlainPage
from cms.services import programmes, sessions
from cms.services.areas import save_area
from cms.services.centres import open_centre
from cms.services.one_date import move_session
from cms.services.privacy import erase
from cms.services.stories import take_back
from ideas.services.changing import change_idea
from meetings.services.gatherings import announce, cancel_meeting
from meetings.services.leaving import take_break, write_down_death
from tests.cms.published import WORDS, facts, in_public, publish
from tests.cms.test_programmes import sign_in
from tests.factories import (
    make_champion,
    make_circle,
    make_idea,
    make_staff,
    make_workshop_pair,
)

pytestmark = pytest.mark.django_db

HOME, INDEX = "/en/cedar-lake/", "/en/cedar-lake/programmes/"
PROGRAMME = f"{INDEX}coffee-colour/"
PAGES = ["/en/", HOME, INDEX, PROGRAMME, "/fr/cedar-lake/programmes/coffee-colour/"]


@pytest.fixture
def centre():
    return open_centre(
        Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142"), by=None
    )


@pytest.fixture
def circle(centre):
    return make_circle(centre)


@pytest.fixture
def doreen(centre, circle):
    return make_champion(centre, circle, "Doreen")


@pytest.fixture
def programme(centre, doreen):
    Consent.objects.create(
        centre=centre,
        person=doreen,
        purpose=ConsentPurpose.NAME,
        wording=1,
        language=Language.ENGLISH,
    )
    idea = make_idea(doreen, "Painting together")
    described = programmes.describe_programme(
        centre, lead=doreen, by=doreen.user, facts=facts(), words=WORDS, idea=idea
    )
    return publish(described)


def first_session(programme):
    return sessions.upcoming_sessions(programme).first()


def seen(page):
    return Client().get(page).content.decode()


def made_anew(page):
    """As it is made for whoever has something of their own with them."""
    visitor = Client()
    visitor.cookies["messages"] = ""
    return visitor.get(page).content.decode()


def call_off(programme, staff):
    sessions.cancel_session(first_session(programme), why="Snow.", by=staff)


def move(programme, staff):
    session = first_session(programme)
    move_session(
        session,
        on=session.meeting.on + timedelta(days=1),
        at=session.meeting.at,
        until=session.meeting.until,
        place="The big room",
        note="For once.",
        sequence=session.meeting.sequence,
        by=staff,
    )


def change_facts(programme, staff):
    new = facts(place="The old mill")
    programmes.change_programme(programme, by=staff, facts=new, words=WORDS)


def show_new_words(programme, staff):
    words = WORDS | {"what": "Paint and sing."}
    programmes.change_programme(programme, by=staff, facts=facts(), words=words)
    publish(programme)


def unpublish(programme, staff):
    programmes.original_page(programme).unpublish()


def rest(programme, staff):
    programmes.set_state(programme, "resting", by=staff)


def check(programme, staff):
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        programmes.tick_checked(programme, by=staff)


def rename_the_lead(programme, staff):
    call_person(programme.leads.get(), name="Dora", by=staff)


def give_the_lead_a_break(programme, staff):
    take_break(programme.leads.get().champion, by=staff)


def lose_the_lead(programme, staff):
    write_down_death(programme.leads.get(), by=staff)


def take_the_name_back(programme, staff):
    take_back(Consent.objects.get(purpose=ConsentPurpose.NAME), by=staff)


def wipe_the_lead(programme, staff):
    other = make_champion(programme.centre, first_name="Sam")
    programme.leads.add(other)
    erase(programme.leads.get(first_name="Doreen"), by=staff)


def change_the_idea(programme, staff):
    idea = programme.idea
    words = {"what": "Painting and tea", "why": "", "brings": "", "wants": ""}
    change_idea(idea, words, by=staff, seen=idea.edit_count)


def publish_another(programme, staff):
    in_public(programme.centre, programme.leads.get(), title="Chess")


def announce_a_workshop(programme, staff):
    workshop = make_workshop_pair(programme.centre, programme.circle, announced=False)
    announce(workshop, by=staff)


def write_on_the_home(programme, staff):
    home = CentrePage.objects.get(locale__language_code="en")
    home.lead = "Come in, the kettle is on."
    home.save_revision().publish()


def write_on_the_networks_home(programme, staff):
    home = NetworkPage.objects.get(locale__language_code="en")
    home.lead = "Neighbours, everywhere."
    home.save_revision().publish()


CHANGES = [
    call_off,
    move,
    change_facts,
    show_new_words,
    unpublish,
    rest,
    check,
    rename_the_lead,
    give_the_lead_a_break,
    lose_the_lead,
    take_the_name_back,
    wipe_the_lead,
    change_the_idea,
    publish_another,
    announce_a_workshop,
    write_on_the_home,
    write_on_the_networks_home,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_is_on_every_page_at_once(change, centre, programme):
    staff = make_staff(centre)
    before = [seen(page) for page in PAGES]

    change(programme, staff)

    after = [seen(page) for page in PAGES]
    assert after == [made_anew(page) for page in PAGES]
    assert after != before


def test_a_workshop_that_is_called_off_is_on_no_page(programme):
    workshop = make_workshop_pair(programme.centre, programme.circle)
    announced = seen(HOME)

    cancel_meeting(workshop, why="", by=None)

    assert "Come and meet us" in announced
    assert "Come and meet us" not in seen(HOME)


def test_a_kept_page_asks_for_one_number(programme):
    seen(PROGRAMME)

    with CaptureQueriesContext(connection) as asked:
        seen(PROGRAMME)

    assert len(asked) == 1


def test_what_somebody_signed_in_sees_is_not_kept(client, doreen, programme):
    seen(INDEX)
    client.force_login(doreen.user)

    own = client.get(INDEX).content.decode()

    assert "Doreen" in own or "My page" in own
    assert "My page" not in seen(INDEX)


def test_words_in_an_address_that_are_none_of_ours_are_on_nobody_elses_page(programme):
    seen(f"{INDEX}?from=somewhere")

    assert "somewhere" not in seen(INDEX)


def test_each_filter_has_a_page_of_its_own(programme):
    assert "Coffee" in seen(f"{INDEX}?q=paint")
    assert (
        "Coffee"
        not in seen(f"{INDEX}?q=chess")
        .split("<main", 1)[1]
        .split("Did you mean")[0]
        .split('value="chess"')[1]
        .split("things to join")[1]
    )


def test_all_filters_of_the_list_may_be_kept():
    assert {*FindForm.base_fields, "page"} <= page_cache.FILTERS


def test_a_page_is_made_anew_when_its_next_date_is_over(programme):
    before = seen(PROGRAMME)
    over = first_session(programme).meeting.ends_at + timedelta(seconds=1)

    with time_machine.travel(over, tick=False):
        now = seen(PROGRAMME)

    assert now != before


def test_a_browser_that_has_the_page_is_not_sent_it_again(client, programme):
    first = client.get(PROGRAMME)
    second = client.get(PROGRAMME)

    again = client.get(PROGRAMME, headers={"If-None-Match": second.headers["ETag"]})

    assert first.content == second.content
    assert second.headers["Cache-Control"] == "public, no-cache"
    assert (again.status_code, again.content) == (304, b"")


def test_a_head_is_answered_without_a_body(client, programme):
    seen(PROGRAMME)

    response = client.head(PROGRAMME)

    assert (response.status_code, response.content) == (200, b"")


def test_another_centres_change_leaves_the_page(centre, programme):
    seen(PROGRAMME)
    other = open_centre(Centre(slug="beck-lane", name="Beck Lane", phone="1"), by=None)
    save_area(Area(centre=other, name="North"), by=None)

    with CaptureQueriesContext(connection) as asked:
        seen(PROGRAMME)

    assert len(asked) == 1


def test_a_page_that_is_not_there_is_not_kept(centre):
    missing = f"{INDEX}nothing/"

    assert Client().get(missing).status_code == 404
    assert Client().get(missing).status_code == 404
    assert not _kept(missing)


def _kept(page):
    request = Client().get(page).wsgi_request
    return caches["pages"].get(page_cache.key_of(request))


def test_a_page_that_is_deleted_is_gone(client, centre):
    home = CentrePage.objects.get(locale__language_code="en")
    page = home.add_child(instance=PlainPage(title="Our street", slug="street"))
    page.save_revision().publish()
    assert "Our street" in seen(f"{HOME}street/")
    lead = make_staff(centre)
    join_group(lead, centre, Role.LEAD)
    sign_in(client, lead)

    client.post(f"/admin/pages/{page.pk}/delete/")

    assert Client().get(f"{HOME}street/").status_code == 404
