# ruff: noqa: F811  fixtures of another file
"""A champion describes a programme: the form, how it will look, and what follows."""

from datetime import date, time
from html.parser import HTMLParser

import pytest
import time_machine
from wagtail.models import Revision

from champions.enums import Role
from champions.models import Message
from champions.when import day_in_words
from cms.enums import Pattern
from cms.models import Area, Programme, ProgrammePage, Session
from cms.services import programmes
from cms.services.sessions import cancel_session
from tests.cms.test_programmes import (  # noqa: F401  fixtures
    WORDS,
    centre,
    champion,
    facts,
    programme,
    published,
)
from tests.factories import make_centre, make_idea, make_staff

pytestmark = pytest.mark.django_db
NEW = "/en/cedar-lake/programmes/new/"
CHANGE = "/en/cedar-lake/programmes/coffee-colour/change/"
LEAD = "/en/cedar-lake/programmes/coffee-colour/lead/"
TYPED = {
    "title": "Sunday soup",
    "what": "Bring a pot, share a pot.",
    "about": "We cook.",
    "first_visit": "",
    "language": "en",
    "pattern": "weekly",
    "first_on": "2026-12-04",
    "at": "12:00",
    "until": "13:30",
    "place": "The big room",
    "attending": "in_person",
    "ages": "everyone",
    "is_free": "on",
    "drop_in": "1",
    "skips_shut_days": "on",
}


@pytest.fixture(autouse=True)
def _in_december():
    with time_machine.travel("2026-12-01 15:00:00Z", tick=False):
        yield


@pytest.fixture
def amina(client, champion):
    client.force_login(champion.user)
    return champion


class Sent(HTMLParser):
    """What a browser would send of the fields of a page."""

    def __init__(self):
        super().__init__()
        self.fields, self.area, self.select = {}, "", ""

    def add(self, name, value):
        self.fields.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs):
        one = dict(attrs)
        chosen = one.get("type") not in ("checkbox", "radio") or "checked" in one
        if tag == "input" and one.get("name") and chosen:
            usual = "on" if one.get("type") == "checkbox" else ""
            self.add(one["name"], one.get("value") or usual)
        if tag == "textarea":
            self.area = one["name"]
            self.fields[self.area] = [""]
        if tag == "select":
            self.select = one["name"]
        if tag == "option" and "selected" in one:
            self.add(self.select, one["value"])

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data):
        if self.area:
            self.fields[self.area][0] += data.lstrip("\n")


def typed_of(page):
    sent = Sent()
    sent.feed(page.content.decode())
    return sent.fields


def test_no_more_than_ten_questions_are_in_view(client, amina):
    form = client.get(NEW).context["form"]

    assert sum(len(section.in_view) for section in form.sections()) <= 10


def test_the_check_shows_the_next_five_dates_and_keeps_nothing(client, amina):
    page = client.post(NEW, TYPED | {"go": "check"})

    words = page.content.decode()
    assert page.context["next_dates"] == [
        "Friday 4 December",
        "Friday 11 December",
        "Friday 18 December",
        "Friday 8 January 2027",
        "Friday 15 January 2027",
    ]
    assert "Friday 25 December (Christmas Day)" in words
    assert "Bring a pot, share a pot." in words
    kept = (Programme, ProgrammePage, Session, Revision, Message)
    assert [model.objects.count() for model in kept] == [0, 0, 0, 0, 0]


def test_what_was_checked_can_be_changed_and_then_sent(client, amina):
    check = client.post(NEW, TYPED | {"go": "check"})
    carried = typed_of(check)

    back = client.post(NEW, carried | {"go": "change"})
    client.post(NEW, carried | {"go": "send"})

    form = back.context["form"]
    assert form["title"].value() == "Sunday soup"
    assert form["place"].value() == "The big room"
    made = Programme.objects.get()
    assert (made.title, made.at, made.leads.get()) == ("Sunday soup", time(12), amina)
    assert programmes.original_page(made).current_workflow_state is not None


def test_better_words_of_one_who_went_back_are_kept(client, amina):
    client.post(NEW, TYPED | {"go": "send"})
    client.post(NEW, TYPED | {"go": "send", "about": "All soups."})

    page = programmes.original_page(Programme.objects.get())
    assert page.get_latest_revision_as_object().about == "All soups."


def test_sent_twice_it_is_one_programme(client, amina):
    for _twice in range(2):
        client.post(NEW, TYPED | {"go": "send"})

    assert Programme.objects.count() == 1


def test_the_check_speaks_french(client, amina):
    page = client.post(NEW.replace("/en/", "/fr/"), TYPED | {"go": "check"})

    assert "vendredi 4 décembre" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ({"is_free": ""}, 3),
        ({"months": ["5", "6"]}, 1),
        ({"day_2": "2026-12-06"}, 1),
        ({"last_on": "2026-01-01"}, 1),
        ({"pattern": "dates", "day_2": "2026-12-06", "last_on": "2026-12-05"}, 1),
        ({"online_link": "not a link"}, 2),
    ],
)
def test_a_mistake_opens_its_part_and_loses_nothing(client, amina, typed, part):
    page = client.post(NEW, TYPED | typed | {"go": "check"})

    sections = list(page.context["form"].sections())
    assert [section.is_open for section in sections].index(True) == part
    assert page.context["form"]["title"].value() == "Sunday soup"
    assert Programme.objects.count() == 0


def test_named_days_are_kept_in_order(client, amina):
    named = {"pattern": "dates", "day_2": "2026-12-20", "day_3": "2026-12-12"}

    client.post(NEW, TYPED | named | {"months": ["5"], "go": "send"})

    made = Programme.objects.get()
    assert (made.more_days, made.months) == (["2026-12-12", "2026-12-20"], [])
    assert made.sessions.count() == 3


def test_a_season_and_a_date_of_the_month_can_be_chosen(client, amina):
    season = {"pattern": Pattern.MONTHLY_BY_DATE, "months": ["12", "1"]}

    client.post(NEW, TYPED | season | {"go": "send"})

    days = Programme.objects.get().sessions.values_list("original_on", flat=True)
    assert list(days) == [date(2026, 12, 4), date(2027, 1, 4)]


def test_only_the_centres_own_parts_of_town_are_offered(client, amina):
    lake = Area.objects.create(centre=amina.centre, name="By the lake")
    other = Area.objects.create(centre=make_centre("harbourview"), name="Docks")

    offered = client.get(NEW).context["form"].fields["area"].queryset
    refused = client.post(NEW, TYPED | {"area": other.pk, "go": "send"})

    assert list(offered) == [lake]
    assert refused.context["form"].errors["area"]


def test_a_programme_of_an_idea_takes_over_its_words(client, amina):
    idea = make_idea(amina, "Painting together")

    form = client.get(f"{NEW}?idea={idea.pk}").context["form"]

    assert form.initial["title"] == "Painting together"
    assert form.initial["language"] == idea.language


def typed_again(client):
    return typed_of(client.get(CHANGE)) | {"go": "send"}


def test_another_room_is_shown_at_once_and_needs_no_check(client, published):
    client.force_login(published.leads.get().user)

    client.post(CHANGE, typed_again(client) | {"place": "Town hall"})

    page = programmes.original_page(published)
    assert page.current_workflow_state is None
    assert not page.has_unpublished_changes
    public = client.get(CHANGE.replace("change/", "")).content.decode()
    assert "Town hall" in public


def test_new_words_wait_and_the_page_says_what_it_said_before(client, published):
    client.force_login(published.leads.get().user)
    make_staff(published.centre, Role.LEAD, first_name="Anne")

    client.post(CHANGE, typed_again(client) | {"what": "Paint and soup."})

    public = client.get(CHANGE.replace("change/", "")).content.decode()
    lead = client.get(LEAD).content.decode()
    assert "Paint and soup." not in public
    assert "They wait since Tuesday 1 December." in lead
    assert "by Tuesday 8 December" in lead
    assert "Anne" in lead


def test_the_form_shows_whether_people_must_tell_that_they_come(client, published):
    client.force_login(published.leads.get().user)

    typed = typed_of(client.get(CHANGE))

    assert typed["drop_in"] == ["1"]


def test_the_check_of_a_change_leaves_out_what_was_called_off(client, published):
    user = published.leads.get().user
    client.force_login(user)
    off = published.sessions.order_by("original_on").first()
    cancel_session(off, why="Snow", by=user)

    shown = client.post(CHANGE, typed_again(client) | {"go": "check"})
    programmes.set_state(published, "resting", by=user)
    resting = client.post(CHANGE, typed_again(client) | {"go": "check"})

    assert len(shown.context["next_dates"]) == 5
    assert day_in_words(off.original_on) not in shown.context["next_dates"]
    assert resting.context["next_dates"] == []


def test_looking_at_a_change_changes_nothing(client, published):
    client.force_login(published.leads.get().user)

    shown = client.post(
        CHANGE, typed_again(client) | {"place": "Town hall", "go": "check"}
    )

    published.refresh_from_db()
    places = {one.meeting.place for one in published.sessions.all()}
    assert "Town hall" in shown.content.decode()
    assert (published.place, places) == ("Library back room", {"Library back room"})


def test_what_was_asked_to_change_is_seen_and_sent_again(client, programme):
    page = programmes.original_page(programme)
    programmes.ask_for_check(page, by=None)
    anne = make_staff(programme.centre, Role.LEAD, first_name="Anne")
    state = page.current_workflow_state.current_task_state
    state.specific.reject(user=anne, comment="Please leave the surname out.")
    client.force_login(programme.leads.get().user)

    asked = client.get(LEAD).content.decode()
    client.post(CHANGE, typed_again(client) | {"about": "We paint together."})
    again = client.get(LEAD).content.decode()

    assert "Please leave the surname out." in asked
    assert "Anne has read your words" in asked
    assert "We mean to read and show them by" in again


def test_what_was_changed_is_told_in_words(client, published):
    client.force_login(published.leads.get().user)

    client.post(CHANGE, typed_again(client) | {"place": "Town hall"})

    words = client.get(LEAD).content.decode()
    assert "Changed it: Where" in words
    assert "Described it" in words
