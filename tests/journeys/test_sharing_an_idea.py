"""A champion shares an idea in a real browser: with a script and without, and in
French."""

import pytest
from django.conf import settings
from django.test import Client

from ideas.enums import ReactionKind
from ideas.models import Comment, Idea, Reaction
from tests.factories import in_days, make_centre, make_champion, make_circle

pytestmark = pytest.mark.browser


@pytest.fixture
def amina(transactional_db):
    centre = make_centre()
    circle = make_circle(centre, next_on=in_days(9))
    return make_champion(centre, circle, "Amina")


@pytest.fixture(params=["with a script", "without"])
def browser_page(request):
    name = "page" if request.param == "with a script" else "page_without_javascript"
    return request.getfixturevalue(name)


@pytest.fixture
def signed_in(browser_page, live_server, amina):
    client = Client()
    client.force_login(amina.user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    browser_page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": cookie,
                "url": live_server.url,
            }
        ]
    )
    return browser_page


def share(page, what, *, button="Share it", field="What is your idea?"):
    page.get_by_label(field).fill(what)
    page.get_by_role("button", name=button).click()


def test_an_idea_is_shared_liked_and_talked_about(signed_in, live_server, amina):
    page = signed_in
    page.goto(f"{live_server.url}/en/cedar-lake/ideas/")
    page.get_by_role("link", name="Share an idea").first.click()
    share(page, "Sunday soup")

    page.get_by_role("heading", level=1, name="Sunday soup").wait_for()
    page.get_by_role("button", name="I can help").click()
    page.get_by_label("With what could you help?").fill("My big pot")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_label("Say something").fill("Bring a spoon")
    page.get_by_role("button", name="Add to the talk").click()
    page.get_by_text("Bring a spoon").wait_for()

    idea = Idea.objects.get()
    assert (idea.what, idea.author) == ("Sunday soup", amina)
    help_offered = Reaction.objects.get(kind=ReactionKind.CAN_HELP)
    assert help_offered.words == "My big pot"
    assert Comment.objects.get().words == "Bring a spoon"


def test_is_it_one_of_these_is_asked_once_and_loses_nothing(
    signed_in, live_server, amina
):
    page = signed_in
    for what in ("Sunday soup", "Soup on a Sunday"):
        page.goto(f"{live_server.url}/en/cedar-lake/ideas/new/")
        share(page, what)
    page.get_by_role("link", name="Sunday soup").wait_for()
    assert Idea.objects.count() == 1

    page.get_by_role("button", name="Mine is another: share it").click()
    page.get_by_role("heading", level=1, name="Soup on a Sunday").wait_for()

    assert Idea.objects.count() == 2


def test_it_goes_the_same_way_in_french(signed_in, live_server):
    page = signed_in
    page.goto(f"{live_server.url}/fr/cedar-lake/ideas/new/")
    share(
        page,
        "Marche à l’érablière",
        field="Quelle est votre idée",
        button="Partager",
    )
    page.get_by_role("heading", level=1, name="Marche à l’érablière").wait_for()

    assert Idea.objects.get().language == "fr"
