"""What people do with ideas, by keyboard alone: the cards of a workshop, a get-together
from its agenda to its notes, another look, two ideas told as one, and a start without
asking. In French each time; with and without a script by turns, and all four ways in the
long proof."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from champions.models import Message
from ideas.enums import IdeaStage, Outcome
from ideas.models import Answer, Idea, Promise, Reaction
from ideas.services.answers import answer_idea
from ideas.tasks import bring_back_ideas
from meetings.models import Thanks
from tests.factories import in_days, make_idea
from tests.journeys.cast import a_group, cedar_lake, english_on, sign_in
from tests.journeys.keyboard import Keyboard, walked

pytestmark = pytest.mark.browser
CARDS = 25
PATIENCE_MS = 10_000


@pytest.fixture
def group(transactional_db):
    """A group that met yesterday, with its point person; all mail of before has left."""
    with translation.override("en"):
        stage = cedar_lake()
        people, second = a_group(stage, workshop_ago=15, count=2)
    Message.objects.all().delete()
    return stage, people, second


@pytest.fixture(autouse=True)
def _language_of_the_page(language):
    with translation.override(language):
        yield


@pytest.fixture
def somebody(request, has_script, live_server, group):
    """Signs in, opens a page of the centre, and has a keyboard."""
    page = request.getfixturevalue("page" if has_script else "page_without_javascript")
    page.set_default_timeout(PATIENCE_MS)

    def opened(user, path):
        sign_in(page, live_server, user)
        language = translation.get_language()
        page.goto(f"{live_server.url}/{language}/cedar-lake/{path}")
        return Keyboard(page)

    return opened


def naming(button, thing):
    """A button that says of what it is, for those who hear the page."""
    return re.compile(f"{re.escape(button)}.*{re.escape(thing)}")


def told(name):
    """Who was told of it, each time by name."""
    rows = Message.objects.filter(name=name).order_by("person__first_name")
    return list(rows.values_list("person__first_name", flat=True))


@walked("fr", with_script=False)
def test_twenty_five_cards_are_entered(somebody, group, language):
    """One under a name that nobody has, and one that is known already."""
    stage, (amina, rosa), _second = group
    known = make_idea(rosa, "Chorale du quartier")
    one = somebody(stage.lead, "ideas/quick/")
    cards = [f"Idée {number} – Neighbour 1" for number in range(CARDS - 2)]
    cards += ["Le tricot – Zed", "Chorale du quartier – Neighbour 1"]

    one.write(_("The ideas, a line each"), "\n".join(cards))
    one.press(_("Enter them"))
    words = _("The same as “%(what)s”: %(name)s likes it too")
    one.choose(words % {"what": known.what, "name": amina.first_name})
    one.choose(_("A card without a name"))
    one.press(_("Enter them"))

    expect(one.page.locator("main .rows li")).to_have_count(CARDS - 1)
    one.press(naming(_("Take it out"), "Le tricot"))
    assert Idea.objects.filter(author=amina).count() == CARDS - 2
    assert Idea.objects.count() == CARDS - 1
    assert Reaction.objects.get().person == amina
    assert language == "en" or english_on(one.page) == []


@walked("fr", with_script=True)
def test_a_champion_leads_from_the_agenda_to_the_notes_sent_round(
    somebody, group, language
):
    stage, (amina, rosa), second = group
    idea = make_idea(rosa, "Sunday soup", circle=second.circle)
    place = f"meetings/{second.pk}/"

    one = somebody(amina.user, place)
    one.write(_("Add something to talk about"), "The kettle")
    one.press(_("Add it"))
    one.open(_("Change the order"))
    one.press(naming(_("Earlier"), "The kettle"))
    one.open(_("Who leads the talk?"))
    one.pick(_("Who leads the talk?"), amina.first_name)
    one.press(_("Say so"))
    one.write(_("What we said, in plain words"), "A kettle for all.\nAnd soup.")
    one.press(_("Keep the notes"))
    one.open(_("Write down a promise"))
    one.pick(_("Who?"), amina.first_name)
    one.write(_("What will be done?"), "Asks her son")
    one.press(_("Write it down"))
    one.open(_("Thank somebody"))
    one.pick(_("Whom do we want to thank?"), rosa.first_name)
    one.write(_("What for?"), "The cups")
    one.press(_("Thank them"))
    answer_at_the_table(somebody(stage.lead, place), idea)
    one = somebody(amina.user, place)
    one.press(_("It took place"))
    one.press(_("Send the notes round"))

    second.refresh_from_db()
    assert (second.chair, second.notes_sent_by) == (amina, amina.user)
    assert (
        Promise.objects.get(words="Asks her son").person,
        Thanks.objects.get().to,
    ) == (
        amina,
        rosa,
    )
    everybody = sorted(["Anne", amina.first_name, rosa.first_name])
    assert told("meetings/notes") == everybody
    assert told("ideas/answered") == [rosa.first_name]
    notes = Message.objects.get(name="meetings/notes", person=rosa).text
    said = ("A kettle for all.", "Asks her son", "The cups", "Sunday soup")
    assert [words for words in said if words not in notes] == []
    assert language == "en" or english_on(one.page) == []


def answer_at_the_table(one, idea):
    """By staff, on behalf of everybody there."""
    one.follow(idea.what)
    if "/answer/" not in one.page.url:
        one.follow(_("Write our answer"))
    one.choose(str(Outcome.YES.label))
    one.write(_("What does the centre promise?"), "A big pot")
    write_day(one, _("By when?"))
    one.press(_("See what will be told"))
    one.press(_("Tell them"))


def write_day(one, label):
    """A day well to come, in whichever order the browser asks for its parts."""
    one.to(one.field(label))
    one.page.keyboard.type(f"0101{timezone.now().year + 1}")


@walked("fr", with_script=False)
def test_what_was_put_off_comes_back_on_its_day_and_is_answered_anew(somebody, group):
    stage, (amina, _rosa), second = group
    idea = make_idea(amina, "Sunday soup", circle=second.circle)
    answer_idea(
        idea,
        outcome=Outcome.NOT_NOW,
        by=stage.lead,
        reason="The kitchen is closed until spring.",
        look_again_on=in_days(20),
    )
    Idea.objects.update(look_again_on=in_days(0) - timedelta(days=1))
    bring_back_ideas()
    bring_back_ideas()

    one = somebody(stage.lead, f"ideas/{idea.pk}/")
    one.follow(_("Write our answer"))
    one.choose(str(Outcome.YES.label))
    one.write(_("What does the centre promise?"), "A big pot")
    write_day(one, _("By when?"))
    one.press(_("See what will be told"))
    one.press(_("Tell them"))

    idea.refresh_from_db()
    assert idea.stage == IdeaStage.SUPPORTED
    assert told("ideas/came_back") == [amina.first_name]
    assert told("ideas/answered") == [amina.first_name] * Answer.objects.count()
    assert Answer.objects.count() == 2


@walked("fr", with_script=False)
def test_two_ideas_are_told_together_and_taken_apart(somebody, group):
    stage, (amina, rosa), second = group
    soup = make_idea(amina, "Sunday soup", circle=second.circle)
    kitchen = make_idea(rosa, "Soup on a Sunday", circle=second.circle)

    one = somebody(stage.lead, f"ideas/{soup.pk}/")
    one.follow(_("Is another idea the same wish?"))
    if not one.page.get_by_role("radio").count():
        one.write(_("Not among them? Find it by its words"), "soup")
        one.press(_("Find"))
    one.choose("Soup on a Sunday")
    one.press(_("Tell them together"))
    soup.refresh_from_db()
    together = (soup.stage, soup.merged_into)
    one.press(_("They are two: take them apart"))

    soup.refresh_from_db()
    assert together == (IdeaStage.MERGED, kitchen)
    assert (soup.stage, soup.merged_into) == (IdeaStage.SHARED, None)
    both = [amina.first_name, rosa.first_name]
    assert (told("ideas/merged"), told("ideas/apart")) == ([amina.first_name], both)


@walked("fr", with_script=True)
def test_an_author_starts_without_asking(somebody, group):
    _stage, (amina, _rosa), second = group
    idea = make_idea(amina, "Sunday soup", circle=second.circle)

    one = somebody(amina.user, f"ideas/{idea.pk}/")
    one.press(_("We are starting"), key="Space")

    idea.refresh_from_db()
    assert idea.stage == IdeaStage.RUNNING
    expect(one.page.locator("#stands ~ *").first).to_contain_text(
        str(IdeaStage.RUNNING.label)
    )
    assert told("ideas/running") == [amina.first_name]
