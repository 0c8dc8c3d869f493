"""A champion tells a story; the centre reads it; it stands as long as they allow it."""

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import TaskState

from champions.enums import ConsentPurpose, Role
from champions.models import Centre, Consent
from champions.services.freshness import raise_version
from champions.services.people import mark_died, undo_died
from cms.models import StoryIndexPage, StoryPage
from cms.services.centres import open_centre
from cms.services.privacy import erase, merge
from cms.services.stories import Told, consents_in_public, take_back, tell_story
from tests.factories import make_champion, make_idea, make_staff
from tests.ideas.test_at_once import signed_in

pytestmark = pytest.mark.django_db
NEW = "/en/cedar-lake/stories/new/"
MINE = "/en/cedar-lake/stories/mine/"
WORDS = {
    "title": "The soup that burnt",
    "happened": "We burnt it.\r\n\r\nTwice.",
    "learned": "Stir <slowly>.",
    "name": "yes",
    "allows": "on",
}


@pytest.fixture
def centre():
    return open_centre(
        Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142"), by=None
    )


@pytest.fixture
def rosa(centre):
    return make_champion(centre, first_name="Rosa")


@pytest.fixture
def anne(centre):
    return make_staff(centre)


def a_story(rosa, *, shows_name=True, language="en", title="The soup"):
    told = Told(title, "It burnt.", "Stir.", language, shows_name)
    return tell_story(rosa.centre, told, teller=rosa, by=rosa.user)


def read_by(anne, story):
    story.current_workflow_state.current_task_state.specific.approve(user=anne)
    story.refresh_from_db()
    return story


def address_of(story, language="en"):
    return f"/{language}/cedar-lake/stories/{story.slug}/"


def test_a_champion_tells_a_story_and_everybody_reads_it_once_staff_have(
    client, centre, rosa, anne
):
    signed_in(rosa.user).post(NEW, WORDS)
    story = StoryPage.objects.get()
    assert client.get(address_of(story)).status_code == 404

    read_by(anne, story)

    page = client.get(address_of(story))
    assert "Told by Rosa" in page.text
    assert "Stir &lt;slowly&gt;." in page.text
    assert page.text.count("<p>Twice.</p>") == 1
    assert "The soup that burnt" in client.get("/en/cedar-lake/stories/").text


def test_sent_twice_it_is_one_story(rosa):
    browser = signed_in(rosa.user)

    for _again in range(2):
        browser.post(NEW, WORDS)

    assert (StoryPage.objects.count(), TaskState.objects.count()) == (1, 1)


def test_without_a_yes_nothing_is_kept_and_what_was_typed_stands_there(rosa):
    page = signed_in(rosa.user).post(NEW, WORDS | {"allows": ""})

    assert "Tick this. Without it we may not show your story." in page.text
    assert "The soup that burnt" in page.text
    assert (StoryPage.objects.count(), Consent.objects.count()) == (0, 0)


def test_who_wants_no_name_is_a_champion(client, rosa, anne):
    story = read_by(anne, a_story(rosa, shows_name=False))

    page = client.get(address_of(story)).text

    assert "Told by a champion" in page
    assert "Rosa" not in page


def test_with_the_consent_to_the_name_goes_the_name_alone(client, rosa, anne):
    story = read_by(anne, a_story(rosa))
    consents = {one.purpose: one for one in consents_in_public(rosa)}

    take_back(consents[ConsentPurpose.NAME], by=rosa.user)

    assert "Told by a champion" in client.get(address_of(story)).text


def test_with_the_consent_to_the_story_all_of_theirs_come_down_at_once(
    client, rosa, anne
):
    story, waiting = read_by(anne, a_story(rosa)), a_story(rosa, title="Another")

    signed_in(rosa.user).post(f"{MINE}{rosa.pk}/take-down/")

    story.refresh_from_db()
    assert not story.live
    assert waiting.current_workflow_state is None
    assert client.get(address_of(story)).status_code == 404
    assert "The soup" not in client.get("/en/cedar-lake/stories/").text


def test_what_was_taken_down_stays_down_when_staff_publish_it_again(client, rosa, anne):
    story = read_by(anne, a_story(rosa))
    take_back(Consent.objects.get(purpose=ConsentPurpose.STORY), by=rosa.user)

    story.get_latest_revision().publish()

    assert client.get(address_of(story)).status_code == 404


def test_on_ones_own_page_each_is_taken_back_on_its_own(rosa, anne):
    story = read_by(anne, a_story(rosa))
    consent = Consent.objects.get(purpose=ConsentPurpose.STORY)
    browser = signed_in(rosa.user)
    assert "Your stories stand on public pages" in browser.get("/en/my/privacy/").text

    browser.post(reverse("my_consent", args=[rosa.pk, consent.pk]))

    story.refresh_from_db()
    assert not story.live
    assert Consent.objects.filter(withdrawn_at=None).get().purpose == "name"


def test_the_story_of_somebody_who_died_is_gone_until_that_is_undone(
    client, rosa, anne
):
    story = read_by(anne, a_story(rosa))

    mark_died(rosa, by=anne)
    gone = client.get(address_of(story)).status_code
    undo_died(rosa, by=anne)

    assert (gone, client.get(address_of(story)).status_code) == (404, 200)


def test_a_wiped_record_takes_its_stories_along(rosa, anne):
    read_by(anne, a_story(rosa))

    erase(rosa, by=anne)

    assert not StoryPage.objects.exists()


def test_joined_with_another_record_the_story_is_that_ones(client, rosa, anne):
    story = read_by(anne, a_story(rosa))
    into = make_champion(rosa.centre, first_name="Roza", user=None)

    merge(rosa, into=into, by=anne)

    assert "Told by Roza" in client.get(address_of(story)).text


def test_a_story_told_in_french_is_shown_in_english_and_says_so(client, rosa, anne):
    story = read_by(anne, a_story(rosa, language="fr", title="La soupe"))

    page = client.get(address_of(story)).text

    assert "This page is only in French." in page
    assert "La soupe" in client.get("/en/cedar-lake/stories/").text
    assert "Ce que nous avons appris" in client.get(address_of(story, "fr")).text


def test_how_it_began_is_told_once_it_happens(client, rosa, anne):
    story = read_by(anne, a_story(rosa))
    idea = make_idea(rosa, "A pot of soup", stage="talking")
    StoryPage.objects.filter(pk=story.pk).update(idea=idea)
    assert "A pot of soup" not in client.get(address_of(story)).text

    move_idea(idea)

    assert "A pot of soup" in client.get(address_of(story)).text


def move_idea(idea):
    idea.stage = "running"
    idea.save()
    raise_version(idea.centre)


def test_the_day_of_a_story_is_that_of_the_centre(client, rosa, anne):
    with time_machine.travel("2026-12-02 03:00Z", tick=False):
        story = read_by(anne, a_story(rosa))

    assert "1 December 2026" in client.get(address_of(story)).text
    assert "1 December 2026" in client.get("/en/cedar-lake/stories/").text


def test_staff_write_down_what_a_champion_says(client, rosa, anne):
    browser = signed_in(anne)
    make_champion(rosa.centre, first_name="Sam")

    browser.post(NEW, WORDS | {"teller": rosa.pk})

    assert StoryPage.objects.get().teller == rosa
    given = Consent.objects.filter(person=rosa).values_list("purpose", "how")
    assert set(given) == {("story", "phone"), ("name", "phone")}


def test_nobody_tells_a_story_for_somebody_of_another_centre(rosa, anne):
    other = open_centre(Centre(slug="beck-lane", name="Beck", phone="1"), by=None)
    stranger = make_champion(other, first_name="Zoe")
    make_champion(rosa.centre, first_name="Sam")

    page = signed_in(anne).post(NEW, WORDS | {"teller": stranger.pk})

    assert "Error:" in page.text
    assert not StoryPage.objects.exists()


def test_a_champion_takes_down_nobody_elses(rosa, anne):
    story = read_by(anne, a_story(rosa))
    sam = make_champion(rosa.centre, first_name="Sam")

    answer = signed_in(sam.user).post(f"{MINE}{rosa.pk}/take-down/")

    story.refresh_from_db()
    assert (answer.status_code, story.live) == (404, True)


@pytest.mark.parametrize("role", [Role.LEAD, Role.SUPPORTER, Role.EDITOR])
def test_whoever_may_change_pages_reads_a_story_of_their_own_centre(rosa, role):
    story = a_story(rosa)
    state = story.current_workflow_state.current_task_state
    other = open_centre(Centre(slug="beck-lane", name="Beck", phone="1"), by=None)
    task = state.task.specific

    own, strange = (make_staff(c, role, f"S{c.pk}") for c in (rosa.centre, other))

    assert [bool(task.get_actions(story, user)) for user in (own, strange)] == [
        True,
        False,
    ]
    asked = task.get_task_states_user_can_moderate
    assert [asked(user).count() for user in (own, strange)] == [1, 0]


def test_a_story_that_waits_is_on_this_week(rosa, anne):
    a_story(rosa)

    assert "“The soup” waits to be read" in signed_in(anne).get("/admin/").text


def test_many_stories_ask_the_database_no_more_than_one(
    client, rosa, anne, django_assert_max_num_queries
):
    read_by(anne, a_story(rosa))
    client.get("/en/cedar-lake/stories/")
    for number in range(5):
        read_by(anne, a_story(rosa, title=f"Soup {number}"))

    with django_assert_max_num_queries(16):
        client.get("/en/cedar-lake/stories/")


def test_every_centre_has_the_page_of_its_stories_in_both_languages(centre):
    found = StoryIndexPage.objects.of(centre)

    assert {page.locale.language_code for page in found} == {"en", "fr"}
    assert len({page.translation_key for page in found}) == 1
