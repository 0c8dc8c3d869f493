"""Whatever people type stays words: sixty hostile texts stand in every field of every row,
and a browser that forbids nothing opens every page, mail, letter and sheet with a trap."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template import engines
from pytest_django.live_server_helper import LiveServer

from champions.enums import Channel, Language
from champions.messages.words import render
from champions.models import Person
from cms.demo.ending import start_empty
from cms.demo.installation import make_demo
from cms.models import Programme
from ideas.models import Answer, Comment, Idea, Promise
from meetings.agenda import PromiseLine
from meetings.models import Meeting, Need, Seat, Thanks
from meetings.services.invitations import about
from meetings.services.sending_round import Said
from tests.hostile import (
    ALL_OF_THEM,
    CORPUS,
    every_model,
    fill_up,
    spoil_everything,
    typed_fields,
)
from tests.journeys.examples import Examples, door_of, set_up_second_step
from tests.journeys.test_every_address import ADDRESSES, WITHOUT
from tests.one_of_each import names_on_disk

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
TRAP = """
window.sprung = 0;
window.spring = () => { window.sprung += 1; };
window.alert = window.prompt = window.confirm = window.spring;
null;
"""
SPRUNG = """() => {
    const let_in = document.querySelectorAll(
        '[data-trap], [onerror*=spring], [onfocus*=spring], [href^="javascript:spring"]');
    return window.sprung + [...let_in].length;
}"""
# Every page of the ideas' room, and one of each kind of page around it; all the others
# are opened by the long proof.
EACH_TIME = sorted(
    name
    for name in ADDRESSES.keys() - WITHOUT.keys()
    if name.startswith("ideas:")
    or name
    in {
        "my_page",
        "my_record",
        "records_show",
        "records_history",
        "week",
        "programmes",
        "meetings:detail",
        "meetings:pause",
        "meetings:sheet",
        "meetings:desk",
        "workshops:results",
        "people:index",
        "outbox:show",
    }
)
# Says 503 where no worker runs, as none does here; it shows no words.
SAYS_IT_IS_ILL = {"health_worker"}
EVERY_ONE = sorted(ADDRESSES.keys() - WITHOUT.keys() - set(EACH_TIME) - SAYS_IT_IS_ILL)


# Where a word of somebody should stand between its marks.
NOTHING_SAID = re.compile(r"“\s*”|«\s*»")
HOSTILE = (
    "name",
    "thought_of_by",
    "reason",
    "promise",
    "words",
    "next_step",
    "who",
    "gifts",
    "why",
    "what",
    "title",
    "names",
    "reach",
    "group",
    "groups",
)


class Spoilt:
    """The demo with hostile words in everything, and a browser that forbids nothing."""

    def __init__(self, browser):
        set_up_second_step()
        examples = Examples()
        # People and doors are known by their names, which are gone afterwards.
        self.paths = {
            name: examples.path_of(ADDRESSES[name]) for name in EACH_TIME + EVERY_ONE
        }
        self.cookies = {
            door: examples.cookies_of(door) for door in {"", *map(door_of, self.paths)}
        }
        fill_up(examples.centre)
        self.typed = {
            f"{model._meta.label}.{field.name}"
            for model in every_model()
            for field in typed_fields(model)
        }
        self.fields = spoil_everything()
        self.server = LiveServer("127.0.0.1")
        self.browser = browser
        self.contexts = {}

    def page_behind(self, door):
        if door not in self.contexts:
            context = self.browser.new_context(bypass_csp=True)
            context.add_init_script(TRAP)
            self.contexts[door] = context
        cookies = self.cookies[door].items()
        self.contexts[door].add_cookies(
            [{"name": n, "value": v, "url": self.server.url} for n, v in cookies]
        )
        return self.contexts[door].new_page()

    def opened(self, name):
        """The page's answer, and how often the trap was sprung."""
        page = self.page_behind(door_of(name))
        path = self.paths[name]
        answer = page.context.request.get(self.server.url + path)
        status, sprung = answer.status, 0
        if status < 400 and "text/html" in answer.headers["content-type"]:
            page.goto(self.server.url + path)
            sprung = page.evaluate(SPRUNG)
        page.close()
        return status, sprung

    def sprung_by(self, html):
        """How often the trap is sprung by a document of its own."""
        page = self.page_behind("")
        page.goto("about:blank")
        page.evaluate(TRAP)
        page.set_content(html)
        found = page.evaluate(SPRUNG)
        page.close()
        return found

    def end(self):
        for context in self.contexts.values():
            context.close()
        self.server.stop()


@pytest.fixture
def _django_db_helper():
    """No test here holds a transaction: the server would wait for its end."""


@pytest.fixture(scope="module")
def spoilt(django_db_setup, django_db_blocker, browser):
    with django_db_blocker.unblock():
        make_demo()
        one = Spoilt(browser)
        try:
            yield one
        finally:
            one.end()
            start_empty()


def test_there_are_sixty_and_they_stand_in_every_field_that_is_typed(spoilt):
    assert len(set(CORPUS)) == 60
    assert spoilt.typed == spoilt.fields
    assert {
        "ideas.Idea.what",
        "ideas.Comment.words",
        "champions.Person.first_name",
    } <= (spoilt.fields)


@pytest.mark.parametrize("name", EACH_TIME)
def test_a_page_shows_hostile_words_as_words(spoilt, name):
    status, sprung = spoilt.opened(name)

    assert (status < 500, sprung) == (True, 0)


@pytest.mark.prove
@pytest.mark.parametrize("name", EVERY_ONE)
def test_so_does_every_other_page(spoilt, name):
    status, sprung = spoilt.opened(name)

    assert (status < 500, sprung) == (True, 0)


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.LETTER, Channel.IN_PERSON])
def test_so_does_every_mail_letter_and_card(spoilt, channel):
    said = {
        f"{name} in {language}": words_of(name, channel, language)
        for name in sorted(names_on_disk())
        for language in Language.values
    }
    said = {name: words for name, words in said.items() if words is not None}

    together = "".join(words.html for words in said.values())
    sprung = spoilt.sprung_by(together) and [
        name for name, words in said.items() if spoilt.sprung_by(words.html)
    ]
    assert not sprung
    assert len(said) > 50
    assert [name for name, words in said.items() if "\n" in words.subject] == []
    assert [
        name for name, words in said.items() if NOTHING_SAID.search(words.text)
    ] == []


def table_of(meeting, person):
    """What came of a get-together."""
    line = PromiseLine(
        Promise.objects.first(),
        person,
        ALL_OF_THEM,
        is_kept=False,
        is_late=False,
        is_asked=False,
    )
    thanks = list(Thanks.objects.all()[:2])
    answers = list(Answer.objects.select_related("idea")[:2])
    return {
        "thanks": thanks[0],
        "said": Said(ALL_OF_THEM, answers, [line], thanks, meeting),
        "most_on_paper": 10 * len(ALL_OF_THEM),
        "programme": Programme.objects.first(),
        "need": Need.objects.first(),
    }


def about_an_idea(meeting, person):
    idea, other = Idea.objects.exclude(author=None)[:2]
    idea.merged_into = other
    answer = Answer.objects.exclude(promise="").exclude(reason="").first()
    answer.due_on = answer.look_again_on = meeting.on
    return {
        "idea": idea,
        "own": other,
        "other": other,
        "part": "author",
        "comment": Comment.objects.first(),
        "asker": person,
        "by": person,
        "on": meeting.on,
        "answer": answer,
        "gathering": SimpleNamespace(
            names=ALL_OF_THEM, words=ALL_OF_THEM, on=meeting.on
        ),
    }


def words_of(name, channel, language):
    """A message about hostile things to a hostile person; None where it has no form."""
    meeting = Meeting.objects.filter(circle__isnull=False, kind="welcome").first()
    person = Person.objects.exclude(champion=None).first()
    room, _slash, own = name.partition("/")
    known = {
        "person": person,
        "centre": meeting.centre,
        "meeting": meeting,
        "workshop": about(meeting),
        "second": meeting.followed_by,
        "seat": Seat.objects.exclude(person=None).first(),
        "circle": meeting.circle,
        "part": SimpleNamespace(at=meeting.at, until=meeting.at),
        "own": f"{room}/messages/_{own}.txt",
        "invitation": None,
        "count": 2,
        "drawn_on": meeting.on,
        "offered_until_on": meeting.on,
        "until": meeting.on,
    }
    known |= dict.fromkeys(HOSTILE, ALL_OF_THEM) | table_of(meeting, person)
    known |= {"answer_by": meeting.on, "about": known["programme"]}
    known |= {"rows": [ALL_OF_THEM], "more": 2}
    if room == "ideas":
        known |= about_an_idea(meeting, person)
    links = {
        one: {"purpose": "seat", "id": 1, "path": "/en/seat/{token}/"}
        for one in ("reply", "come_in", "week", "idea", "notes", "stop")
    }
    try:
        return render(
            name,
            channel=channel,
            language=language,
            context=known,
            links=links,
            centre=meeting.centre,
        )
    except ValidationError:
        return None


def test_one_template_that_forgets_to_escape_springs_the_trap(spoilt):
    """The control: were it not sprung here, the pages above would prove nothing."""
    source = (settings.BASE_DIR / "templates/ideas/one_saying.html").read_text()
    forgetful = source.replace("|linebreaks", "|safe")
    assert forgetful != source
    said = {"saying": Comment.objects.first()}

    careful, careless = (
        engines["django"].from_string(words).render(said)
        for words in (source, forgetful)
    )

    assert spoilt.sprung_by(careful) == 0
    assert spoilt.sprung_by(careless) > 0
