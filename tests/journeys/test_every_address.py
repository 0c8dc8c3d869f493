"""Every address that shows a page, visited by whom it is for, in light, in dark and on a
narrow phone: anybody can read and use it, it asks nobody else for anything, the browser
has nothing to complain of, and it is small."""

from __future__ import annotations

import gzip
import re
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer
from wagtail.users.models import UserProfile

from champions.enums import BlockKind
from champions.models import Centre, Person, User
from cms.demo.ending import start_empty
from cms.demo.installation import make_demo
from ideas.models import Idea
from tests.addresses import all_addresses
from tests.factories import make_idea
from tests.journeys.examples import WITHOUT, Examples, door_of, set_up_second_step
from tests.journeys.said import PeoplesWords, english_in, left_in_code, marked

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 700}
# Bytes of a page's words, styles, scripts and letters on their way; pictures apart.
BUDGET = 57_000
WEIGHED = {"link", "script", "css"}
ALL_RULES = {"resultTypes": ["violations"]}
COLOURS = ALL_RULES | {"runOnly": ["color-contrast", "link-in-text-block"]}
RESOURCES = """performance.getEntriesByType('resource')
    .map(found => [found.name, found.initiatorType])"""
# Wagtail's frame of the admin is Wagtail's; our part of it is in `main`.
WHAT_IS_WRONG = """async ([options, within]) => {
    await Promise.allSettled(document.getAnimations().map(one => one.finished));
    const found = await axe.run(within, options);
    return found.violations.map(one => one.id + ': '
        + one.nodes.map(node => node.target.join(' ')).join(' | '));
}"""


def ours():
    """The addresses that we answer: declared by ourselves, or allauth's second step."""
    found = {a.name: a for a in all_addresses() if a.access or a.name.startswith("mfa")}
    found |= {a.name: a for a in all_addresses() if a.name == "wagtail_serve"}
    home = next(a for a in all_addresses() if a.name == "wagtailadmin_home")
    return found | {home.name: home}


ADDRESSES = ours()


@dataclass
class Walk:
    """A browser of its own for each door, on one demo."""

    server: str
    browser: object
    examples: Examples
    pages: dict = field(default_factory=dict)
    cookies: dict = field(default_factory=dict)
    weights: dict = field(default_factory=dict)

    def page_behind(self, door):
        if door not in self.pages:
            context = self.browser.new_context(viewport=WIDE, reduced_motion="reduce")
            self.cookies[door] = [
                {"name": name, "value": value, "url": self.server}
                for name, value in self.examples.cookies_of(door).items()
            ]
            context.add_cookies(self.cookies[door])
            context.add_init_script(AXE_SCRIPT)
            page = context.new_page()
            page.said, page.asked = [], []
            page.on("console", lambda said: page.said.append(heard(said, page)))
            page.on("pageerror", lambda error: page.said.append(("error", str(error))))
            page.on("request", lambda request: page.asked.append(request.url))
            self.pages[door] = page
        return self.pages[door]

    def visit(self, door, path):
        """The page and the server's answer to it."""
        page = self.page_behind(door)
        page.said.clear()
        page.asked.clear()
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        # What opens one thing is given back by some of the addresses.
        page.context.add_cookies(self.cookies[door])
        return page, page.goto(self.server + path)

    def weight_of(self, url):
        """The bytes of a file of ours on its way; letters are packed already."""
        if url not in self.weights:
            with urllib.request.urlopen(url) as answer:  # noqa: S310  our own server
                self.weights[url] = len(gzip.compress(answer.read()))
        return self.weights[url]


def heard(said, page):
    """What the browser says; not that the page itself has no such address, nor that a
    mail opened by itself has no picture for the browser's tab."""
    about = said.location["url"]
    is_known = about.endswith("/favicon.ico") or about == page.url
    return ("known" if is_known else said.type, said.text)


@pytest.fixture
def _django_db_helper():
    """No test here holds a transaction: the server would wait for its end."""


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker, browser):
    """The demo takes seconds to make: it stays for all addresses."""
    with django_db_blocker.unblock():
        make_demo()
        try:
            yield from _walk(browser)
        finally:
            start_empty()


def _walk(browser):
    set_up_second_step()
    server = LiveServer("127.0.0.1")
    walk = Walk(server.url, browser, Examples())
    yield walk
    for page in walk.pages.values():
        page.context.close()
    server.stop()


def faults_of(walk, page, answer):
    """All that is wrong with the page that is open, in the three ways of looking."""
    is_admin = "/admin/" in page.url
    within = "main" if is_admin and page.locator("main").count() else "html"
    found = [f"light: {one}" for one in axe(page, within)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in axe(page, within, COLOURS)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
    found += [f"narrow: {one}" for one in axe(page, within)]
    found += said_by(walk, page)
    if not is_admin:
        found += of_the_frame(walk, page, answer)
    return found


def axe(page, within, options=ALL_RULES):
    return page.evaluate(WHAT_IS_WRONG, [options, within])


def said_by(walk, page):
    errors = [f"console: {text}" for kind, text in page.said if kind == "error"]
    here = urlsplit(walk.server).netloc
    third = {url for url in page.asked if urlsplit(url).netloc not in ("", here)}
    return errors + [f"asks elsewhere: {url}" for url in third]


def of_the_frame(walk, page, answer):
    found = []
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > NARROW["width"]:
        found.append(f"is {wide} wide on a phone of 320")
    if page.locator("h1").count() != 1:
        found.append(f"has {page.locator('h1').count()} main headings")
    weight = len(gzip.compress(answer.body())) + sum(
        walk.weight_of(url) for url, kind in page.evaluate(RESOURCES) if kind in WEIGHED
    )
    if weight > BUDGET:
        found.append(f"weighs {weight}")
    return found


@pytest.mark.parametrize("name", sorted(ADDRESSES.keys() - WITHOUT.keys()))
def test_a_page_can_be_used_by_everybody(walk, name):
    path = walk.examples.path_of(ADDRESSES[name])
    if not shows_a_page(walk, door_of(name), path):
        return

    page, answer = walk.visit(door_of(name), path)

    assert answer.status == 200
    assert "\n".join(faults_of(walk, page, answer)) == ""


def shows_a_page(walk, door, path):
    """Not a button's address, a calendar, paper, a word for machines or part of a page."""
    request = walk.page_behind(door).context.request
    answer = request.get(walk.server + path, max_redirects=0)
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return False
    assert answer.status in (200, 302, 405)
    assert "/accounts/login/" not in answer.headers.get("location", "")
    return answer.text().lstrip().lower().startswith("<!doctype")


@pytest.fixture(scope="module")
def words_in_rows(walk):
    return PeoplesWords()


def text_of(walk, name, *, path=None):
    """The page of an address as its visitor gets it; nothing where it shows none. It is
    made anew: kept pages stand in the languages that there are."""
    client = Client()
    for key, value in walk.examples.cookies_of(door_of(name)).items():
        client.cookies[key] = value
    path = path or walk.examples.path_of(ADDRESSES[name])
    nothing_kept = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    with override_settings(
        MIDDLEWARE=settings.MIDDLEWARE[1:],
        CACHES=settings.CACHES | {"pages": nothing_kept},
    ):
        answer = client.get(path)
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    if answer.streaming:
        list(answer.streaming_content)  # closes the file
    return answer.text if is_page and answer.status_code == 200 else ""


def part_of(name):
    """Wagtail's frame of the admin is Wagtail's to translate."""
    return "main" if ADDRESSES[name].route.startswith("admin/") else "body"


@contextmanager
def staff_who_read_french():
    """The admin is in the language that each of staff chose for it."""
    for user in User.objects.all():
        UserProfile.get_for_user(user)
    profiles = UserProfile.objects.all()
    profiles.update(preferred_language="fr")
    try:
        yield
    finally:
        profiles.update(preferred_language="")


# A page for those who write our pages, not for readers.
FOR_WRITERS = {"styleguide"}
# Papers of a day, in the language in which somebody had them made.
IN_ITS_OWN_LANGUAGE = {"meetings:papers_page"}


@pytest.mark.parametrize(
    "name", sorted(ADDRESSES.keys() - WITHOUT.keys() - FOR_WRITERS)
)
def test_no_text_is_left_in_code(walk, words_in_rows, name):
    """In a language made up for it, whatever is translated stands between marks."""
    with marked():
        text = text_of(walk, name)

    assert left_in_code(text, words_in_rows, part_of(name)) == []


@pytest.mark.parametrize(
    "name", sorted(ADDRESSES.keys() - WITHOUT.keys() - FOR_WRITERS)
)
def test_a_french_page_says_no_english_sentence(walk, words_in_rows, name):
    path = walk.examples.path_of(ADDRESSES[name])

    with staff_who_read_french():
        text = text_of(walk, name, path=path.replace("/en/", "/fr/", 1))

    if "<html" in text and name not in IN_ITS_OWN_LANGUAGE:
        assert re.search(r'<html[^>]* lang="fr"', text)
    assert english_in(text, words_in_rows, part_of(name)) == []


@pytest.fixture
def forty_ideas():
    """As many as stand on one page, of many people, with things said to each."""
    centre = Centre.objects.get(slug="cedar-lake")
    people = list(Person.objects.of(centre).exclude(champion=None)[:40])
    kinds = [kind for kind in BlockKind.values if kind != BlockKind.CENTRE]
    words = "a long walk along the lake for whoever likes birds and company"
    made = [
        make_idea(
            people[number % len(people)],
            f"{number}: {words}",
            quilt_kind=kinds[number % len(kinds)],
            shared_at=timezone.now() - timedelta(days=400 + number),
        )
        for number in range(40)
    ]
    yield made
    Idea.objects.filter(pk__in=[idea.pk for idea in made]).delete()


@pytest.mark.parametrize("view", ["board", "list"])
def test_a_page_of_forty_ideas_is_small_too(walk, forty_ideas, view):
    page, answer = walk.visit("champion", f"/en/cedar-lake/ideas/?view={view}")

    shown = [idea for idea in forty_ideas if page.get_by_text(idea.what).count()]
    assert len(shown) == len(forty_ideas)
    page.set_viewport_size(NARROW)
    assert of_the_frame(walk, page, answer) == []


# Forms that are sent empty: nothing is lost, and what is missing is said.
FORMS = [
    "account_login",
    "account_card",
    "meetings:centre_go",
    "meetings:join",
    "meetings:desk",
    "meetings:book",
    "meetings:move",
    "ideas:new",
    "ideas:quick",
    "ideas:change",
    "ideas:answer",
    "programmes:new",
    "programmes:come",
    "worry",
    "champions:profile",
]
EMPTY_AND_SEND = """() => {
    const [form] = [...document.querySelectorAll('main form[method=post]')]
        .sort((one, other) => other.elements.length - one.elements.length);
    for (const field of form.elements) {
        if (['radio', 'checkbox'].includes(field.type)) field.checked = false;
        else if (!['hidden', 'submit'].includes(field.type)) field.value = '';
    }
    form.submit();
}"""
NOTHING_THERE = {
    "/en/nothing-here/": "",
    "/en/cedar-lake/nothing-here/": "",
    "/fr/cedar-lake/programmes/nothing-here/": "",
    "/en/cedar-lake/ideas/999999/": "champion",
    "/en/cedar-lake/programmes/?q=zzzzzz": "",
    "/en/cedar-lake/ideas/?q=zzzzzz": "champion",
    "/admin/people/?q=zzzzzz": "staff",
    "/en/seat/1.wrong/": "",
    "/en/i/1.wrong/": "",
    "/en/stop/1.wrong/": "",
    "/en/accounts/link/1.wrong/": "",
    "/en/accounts/card/1.wrong/": "",
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_sent_empty_can_be_used_by_everybody(walk, name):
    page, _shown = walk.visit(door_of(name), walk.examples.path_of(ADDRESSES[name]))

    with page.expect_navigation() as sent:
        page.evaluate(EMPTY_AND_SEND)

    assert page.locator("main .problem").count() == 1
    assert "\n".join(faults_of(walk, page, sent.value)) == ""


@pytest.mark.parametrize("path", NOTHING_THERE)
def test_nothing_there_can_be_read_by_everybody(walk, path):
    page, answer = walk.visit(NOTHING_THERE[path], path)

    assert answer.status in (200, 404)
    assert "\n".join(faults_of(walk, page, answer)) == ""


def test_few_addresses_are_without_an_example():
    assert len(WITHOUT) <= 5
    assert set(WITHOUT) <= set(ADDRESSES)
