"""The pages about ideas as they look before anything is there, after something went wrong,
and full: axe finds nothing to complain of, in light, in dark and on a narrow phone. In
English each time; French pages, which are longer, in the long proof."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import translation

from ideas.enums import IdeaStage
from meetings.services.minutes import add_agenda_item, keep_notes
from meetings.services.thanking import thank
from tests.factories import make_idea
from tests.journeys.cast import a_group, cedar_lake, sign_in
from tests.journeys.test_every_address import COLOURS, NARROW, axe

pytestmark = pytest.mark.browser
SEND_ANYHOW = "form => form.submit()"


@pytest.fixture
def open_page(page, live_server, transactional_db):
    """Opens a page of the centre as its point person."""
    with translation.override("en"):
        stage = cedar_lake()
        (amina, *_others), meeting = a_group(stage, workshop_ago=15, count=2)
    page.add_init_script(AXE_SCRIPT)
    page.emulate_media(reduced_motion="reduce")
    sign_in(page, live_server, stage.lead)

    def opened(language, path):
        path = path.format(meeting=meeting.pk)
        page.goto(f"{live_server.url}/{language}/cedar-lake/{path}")
        return page

    opened.author, opened.meeting, opened.lead = amina, meeting, stage.lead
    return opened


def faults(page):
    found = [f"light: {one}" for one in axe(page, "html")]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in axe(page, "html", COLOURS)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
    found += [f"narrow: {one}" for one in axe(page, "html")]
    if page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]:
        found.append("is wider than a phone")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


PAGES = {
    "list": "ideas/?view=list",
    "board": "ideas/?view=board",
    "share": "ideas/new/",
    "quick": "ideas/quick/",
    "table": "meetings/{meeting}/",
}
# Where each can go wrong: by its first form that takes words; nothing is found.
WRONG = {
    "share": "form:has([name=what])",
    "quick": "form:has([name=lines])",
    "agenda": "form[action$='/agenda/']",
    "promise": "form[action$='/promises/']",
    "thanks": "form[action$='/thanks/']",
}
NOT_FOUND = {
    "list": "ideas/?view=list&words=zzzzzz",
    "board": "ideas/?view=board&words=zzzzzz",
}
LANGUAGES = pytest.mark.parametrize(
    "language", ["en", pytest.param("fr", marks=pytest.mark.prove)]
)


@LANGUAGES
def test_before_anything_is_there(open_page, language):
    found = {name: faults(open_page(language, path)) for name, path in PAGES.items()}

    assert {name: one for name, one in found.items() if one} == {}


@LANGUAGES
def test_after_something_went_wrong(open_page, language):
    found = {n: faults(open_page(language, path)) for n, path in NOT_FOUND.items()}
    for name, form in WRONG.items():
        page = open_page(language, PAGES.get(name, PAGES["table"]))
        with page.expect_navigation():
            page.locator(form).first.evaluate(SEND_ANYHOW)
        found[name] = faults(page)
        assert page.locator("main .problem").count() == 1, name

    assert {name: one for name, one in found.items() if one} == {}


@LANGUAGES
def test_full(open_page, language):
    fill(open_page)
    found = {name: faults(open_page(language, path)) for name, path in PAGES.items()}
    for name, field, words in (
        ("share", "what", "Soup of all stages"),
        ("quick", "lines", "Tea – Zed\nSoup of all stages"),
    ):
        page = open_page(language, PAGES[name])
        page.locator(f"[name={field}]").fill(words)
        with page.expect_navigation():
            page.locator(WRONG[name]).first.evaluate(SEND_ANYHOW)
        found[f"{name} asked"] = faults(page)

    assert {name: one for name, one in found.items() if one} == {}


def fill(opened):
    """A card in each lane; a table with an agenda, notes and thanks."""
    circle, author = opened.meeting.circle, opened.author
    for stage in IdeaStage:
        if stage != IdeaStage.MERGED:
            make_idea(author, f"Soup of {stage}", circle=circle, stage=stage)
    add_agenda_item(opened.meeting, words="The kettle", person=author, by=opened.lead)
    keep_notes(
        opened.meeting, notes="A kettle.", version=0, person=author, by=opened.lead
    )
    thank(
        opened.meeting,
        words="For the cups",
        to=author,
        to_words="",
        from_whom=None,
        by=opened.lead,
    )
