"""Handing a programme over to another champion, who is asked first."""

import pytest
from django.urls import reverse

from champions.models import Centre, Consent, Message
from champions.permissions import SECOND_FACTOR
from cms.models import AskedToRun, Programme
from cms.services.carrying_on import (
    AnsweredError,
    answer_to_run,
    ask_to_run,
    who_may_be_asked,
    with_nobody,
)
from cms.services.centres import open_centre
from cms.services.programmes import describe_programme, original_page, set_state
from cms.services.sessions import upcoming_sessions
from cms.templatetags.cms_tags import named_leads, needs_somebody
from meetings.services import leaving
from tests.cms.test_programmes import WORDS, facts
from tests.factories import make_champion, make_circle, make_person, make_staff

pytestmark = pytest.mark.django_db
AWAY = {
    "break": lambda person: leaving.take_break(person.champion, by=None),
    "goodbye": lambda person: leaving.move_on(person.champion, by=None),
    "died": lambda person: leaving.write_down_death(person, by=None),
}


@pytest.fixture
def centre():
    words = {"name": "Cedar Lake", "phone": "705-555-0142"}
    return open_centre(Centre(slug="cedar-lake", **words), by=None)


@pytest.fixture
def circle(centre):
    return make_circle(centre)


@pytest.fixture
def doreen(centre, circle):
    person = make_champion(centre, circle, "Doreen")
    Consent.objects.create(
        centre=centre,
        person=person,
        purpose="name",
        wording=1,
        language="en",
        how="email",
    )
    return person


@pytest.fixture
def rosa(centre, circle):
    return make_champion(centre, circle, "Rosa", email="rosa@example.org")


@pytest.fixture
def coffee(centre, circle, doreen):
    return describe_programme(
        centre,
        lead=doreen,
        by=doreen.user,
        facts=facts(circle=circle),
        words=WORDS,
    )


def ask(coffee, doreen, rosa):
    return ask_to_run(coffee, person=rosa, instead_of=doreen, by=doreen.user)


def names(programme):
    return [person.first_name for person in programme.leads.all()]


def test_nothing_changes_before_somebody_agrees(coffee, doreen, rosa):
    for _again in range(2):
        ask(coffee, doreen, rosa)

    assert names(coffee) == ["Doreen"]
    assert Message.objects.filter(person=rosa).count() == 1


def test_with_a_yes_it_changes_hands_at_its_dates_too(coffee, doreen, rosa):
    answer_to_run(ask(coffee, doreen, rosa), agreed=True, by=rosa.user)

    hosts = [list(s.meeting.hosts.all()) for s in upcoming_sessions(coffee)]
    assert (names(coffee), hosts) == (["Rosa"], [[rosa]] * len(hosts))


def test_a_no_changes_nothing_and_is_said_once(coffee, doreen, rosa):
    asked = ask(coffee, doreen, rosa)
    answer_to_run(asked, agreed=False, by=rosa.user)

    with pytest.raises(AnsweredError):
        answer_to_run(asked, agreed=True, by=rosa.user)

    assert names(coffee) == ["Doreen"]


def test_two_may_run_it_together(coffee, doreen, rosa):
    asked = ask_to_run(coffee, person=rosa, instead_of=None, by=doreen.user)

    answer_to_run(asked, agreed=True, by=rosa.user)

    assert names(coffee) == ["Doreen", "Rosa"]


def test_only_champions_of_its_group_who_are_at_hand_are_asked(
    coffee, centre, rosa, circle
):
    make_person(centre, "Lou")
    make_champion(centre, make_circle(centre, "Elm"), "Elsie")
    resting = make_champion(centre, circle, "Tomas")
    AWAY["break"](resting)

    assert list(who_may_be_asked(coffee)) == [rosa]


@pytest.mark.parametrize("way", AWAY)
def test_the_page_takes_the_name_down_and_asks_who_carries_on(
    client, way, coffee, centre, doreen
):
    page = original_page(coffee)
    page.get_latest_revision().publish()
    assert named_leads(coffee) == [doreen]
    url = original_page(coffee).url
    assert "Who carries this on?" not in client.get(url).content.decode()

    AWAY[way](doreen)

    seen = client.get(url).content.decode()
    anew = Programme.objects.get(pk=coffee.pk)  # a page asks once who is at hand
    assert (named_leads(anew), needs_somebody(anew)) == ([], True)
    assert ("Who carries this on?" in seen, "Doreen" in seen) == (True, False)
    assert list(with_nobody(centre)) == [coffee]


def test_with_a_second_champion_it_goes_on(coffee, centre, doreen, rosa):
    coffee.leads.add(rosa)

    AWAY["goodbye"](doreen)

    assert (list(with_nobody(centre)), needs_somebody(coffee)) == ([], False)


def test_what_came_to_a_good_end_needs_nobody(coffee, centre, doreen):
    set_state(coffee, "finished", by=doreen.user)

    AWAY["died"](doreen)

    assert list(with_nobody(centre)) == []


# --- The pages ---


def at(name, coffee, *ids):
    return reverse(f"programmes:{name}", args=[coffee.centre.slug, coffee.slug, *ids])


def test_a_champion_asks_and_the_other_agrees_on_their_own_page(
    client, coffee, doreen, rosa
):
    client.force_login(doreen.user)
    client.post(at("hand_over", coffee), {"person": rosa.pk, "stops": "on"})
    client.force_login(rosa.user)
    asked = client.get(reverse("my_page")).context["mine"].asked_to_run[0]

    client.post(at("asked", coffee, asked.pk), {"say": "yes"})

    assert names(coffee) == ["Rosa"]


def test_nobody_answers_for_another_but_staff_who_were_told(
    client, coffee, doreen, rosa, centre
):
    asked = ask(coffee, doreen, rosa)
    client.force_login(doreen.user)
    refused = client.post(at("asked", coffee, asked.pk), {"say": "yes"})
    before = names(coffee)
    client.force_login(make_staff(centre))
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()

    client.post(at("asked", coffee, asked.pk), {"say": "yes"})

    assert (refused.status_code, before, names(coffee)) == (404, ["Doreen"], ["Rosa"])
    assert AskedToRun.objects.get().agreed is True


def test_who_does_not_run_it_hands_nothing_over(client, coffee, rosa):
    client.force_login(rosa.user)

    assert client.get(at("hand_over", coffee)).status_code == 404
