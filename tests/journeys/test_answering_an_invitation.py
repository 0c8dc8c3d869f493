"""Somebody invited answers in a real browser: with a script and without, in English and
in French; two clicks after the button, and at most one field."""

import re

import pytest
from django.utils import translation
from playwright.sync_api import expect

from champions import links
from champions.enums import CodePurpose, Role
from champions.services.codes import digits_for
from meetings.enums import Route
from meetings.models import Need, Seat
from meetings.services.invitations import invite
from meetings.services.wrong_hands import gone_astray
from tests.factories import make_centre, make_person, make_staff
from tests.journeys.cast import english_on, sign_in
from tests.meetings.workshops import a_workshop

pytestmark = pytest.mark.browser
WORDS = {
    "en": {
        "me": "Yes, I am the person invited",
        "hello": "Hello Rosa",
        "yes": "Yes, I hope to come",
        "no": "No, thank you",
        "send": "Send my reply",
        "thanks": "Thank you, Rosa",
        "change": "Change my reply",
        "other": "Français",
    },
    "fr": {
        "me": "Oui, c’est moi qu’on invite",
        "hello": "Bonjour Rosa",
        "yes": "Oui, j’espère venir",
        "no": re.compile("Non,? merci"),
        "send": "Envoyer ma réponse",
        "thanks": "Merci, Rosa",
        "change": "Changer ma réponse",
        "other": "English",
    },
}


@pytest.fixture
def invitation(transactional_db):
    centre = make_centre()
    workshop = a_workshop(centre, make_staff(centre))
    rosa = make_person(centre, "Rosa", address="22 Birch Road")
    return invite(rosa, workshop, route=Route.GENERAL, by=None)


@pytest.fixture(params=["with a script", "without"])
def browser_page(request):
    name = "page" if request.param == "with a script" else "page_without_javascript"
    return request.getfixturevalue(name)


@pytest.fixture(autouse=True)
def _language_of_the_tests():
    with translation.override("en"):
        yield


def open_link(page, live_server, invitation, language="en"):
    token = links.token("invitation", invitation.pk, 1)
    page.goto(f"{live_server.url}/{language}/i/{token}/")


def heading(page):
    return page.get_by_role("heading", level=1)


def reply_of(invitation):
    seat = Seat.objects.filter(
        person=invitation.person, meeting=invitation.meeting
    ).first()
    return seat and seat.reply


@pytest.mark.parametrize("language", ["en", "fr"])
def test_yes_is_two_clicks_and_can_become_a_no(
    browser_page, live_server, invitation, language
):
    page, words = browser_page, WORDS[language]
    open_link(page, live_server, invitation, language)
    assert "Rosa" not in page.content()
    page.get_by_role("button", name=words["me"]).click()
    expect(heading(page)).to_contain_text(words["hello"])
    assert page.locator("input[type=radio]:checked").count() == 0
    assert reply_of(invitation) is None
    assert language == "en" or english_on(page) == []

    page.get_by_text(words["yes"]).click()
    page.get_by_role("button", name=words["send"]).click()

    expect(heading(page)).to_have_text(words["thanks"])
    assert language == "en" or english_on(page) == []
    page.reload()
    expect(heading(page)).to_have_text(words["thanks"])
    assert reply_of(invitation) == "hoping"

    page.get_by_role("link", name=words["change"]).click()
    page.get_by_text(words["no"]).click()
    page.get_by_role("button", name=words["send"]).click()

    expect(heading(page)).to_have_text(words["thanks"])
    assert reply_of(invitation) == "not_coming"


def test_the_other_language_keeps_what_was_typed(browser_page, live_server, invitation):
    page = browser_page
    open_link(page, live_server, invitation)
    page.get_by_role("button", name=WORDS["en"]["me"]).click()
    page.get_by_text("Not sure yet").click()
    page.get_by_label("What should we call you?").fill("Rosie")
    page.get_by_text("Tell us what would help").click()
    page.get_by_text("a ride").click()

    page.get_by_role("button", name="Français").click()

    expect(heading(page)).to_contain_text("Bonjour Rosa")
    assert page.locator("input[name=say]:checked").get_attribute("value") == "maybe"
    assert page.locator("input[name=called]").input_value() == "Rosie"
    assert page.locator("input[name=needs][value=ride]").is_checked()
    assert reply_of(invitation) is None


def test_return_in_the_field_sends_the_reply(browser_page, live_server, invitation):
    page = browser_page
    open_link(page, live_server, invitation)
    page.get_by_role("button", name=WORDS["en"]["me"]).click()
    page.get_by_text("Yes, I hope to come").click()

    page.get_by_label("What should we call you?").press("Enter")

    expect(heading(page)).to_have_text("Thank you, Rosa")


def test_without_an_answer_it_is_asked_again_and_nothing_is_lost(
    browser_page, live_server, invitation
):
    page = browser_page
    open_link(page, live_server, invitation)
    page.get_by_role("button", name=WORDS["en"]["me"]).click()
    page.get_by_text("Tell us what would help").click()
    page.get_by_text("an interpreter").click()

    page.get_by_role("button", name="Send my reply").click()
    page.get_by_role("link", name="Choose one of the four answers").click()
    assert page.locator("input[name=needs][value=interpreter]").is_checked()
    page.get_by_text("Yes, I hope to come").click()
    page.get_by_role("button", name="Send my reply").click()

    expect(heading(page)).to_have_text("Thank you, Rosa")
    assert list(Need.objects.values_list("kind", flat=True)) == ["interpreter"]


@pytest.mark.parametrize(
    ("language", "field", "open_it"),
    [("en", "Your code", "Open it"), ("fr", "Votre code", "Ouvrir")],
)
def test_the_ten_numbers_lead_to_the_same_page(
    browser_page, live_server, invitation, language, field, open_it
):
    page, words = browser_page, WORDS[language]
    page.goto(f"{live_server.url}/{language}/go/")
    code = digits_for(CodePurpose.INVITATION, invitation.pk)
    page.get_by_label(field).fill(code)
    page.get_by_role("button", name=open_it).click()
    page.get_by_role("button", name=words["me"]).click()

    expect(heading(page)).to_contain_text(words["hello"])
    assert language == "en" or english_on(page) == []


def test_somebody_else_says_so_with_one_press(browser_page, live_server, invitation):
    page = browser_page
    open_link(page, live_server, invitation)

    page.get_by_role("button", name="This is not me").click()

    expect(heading(page)).to_have_text("Thank you for telling us")
    assert "Rosa" not in page.content()
    assert len(gone_astray(invitation.centre)) == 1
    assert reply_of(invitation) is None


def test_who_calls_is_found_by_code_and_their_yes_written_down(
    browser_page, live_server, invitation
):
    page = browser_page
    sign_in(page, live_server, make_staff(invitation.centre, Role.DESK, "Dee"))
    page.goto(f"{live_server.url}/en/cedar-lake/desk/")
    code = digits_for(CodePurpose.INVITATION, invitation.pk)
    page.get_by_label("Code, name, telephone or e-mail").fill(code)
    page.get_by_role("button", name="Find them").click()
    expect(heading(page)).to_have_text("Rosa")

    page.get_by_text("Yes, I hope to come").click()
    page.get_by_role("button", name="Keep their answer").click()

    expect(page.get_by_text("Their answer is written down.")).to_be_visible()
    assert reply_of(invitation) == "hoping"
