"""A provider thinks of somebody in a real browser, by a slip and by mail, and the person
answers by the link and by the ten numbers: with a script and without, in English and in
French."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from django.utils import translation
from playwright.sync_api import expect

from champions.enums import Role
from champions.messages.sender import send_waiting
from meetings.models import Invitation, Seat
from meetings.services.may_know import who_may_know
from tests.factories import make_centre, make_staff
from tests.journeys.cast import english_on, sign_in
from tests.meetings.workshops import a_workshop

pytestmark = pytest.mark.browser
WORDS = {
    "en": {
        "name": "First name",
        "reach": "How can we reach them?",
        "print": "Print a slip",
        "send": "Send it",
        "sent": "Rosa gets a mail, with your name.",
        "thought": "Sandra at the centre thought of you",
        "code": "Your code",
        "open": "Open it",
        "me": "Yes, I am the person invited",
        "yes": "Yes, I hope to come",
        "know": "Sandra may know whether I came",
        "reply": "Send my reply",
        "thanks": "Thank you, Rosa",
    },
    "fr": {
        "name": "Prénom",
        "reach": "Comment joindre cette personne",
        "print": "Imprimer un billet",
        "send": "Envoyer",
        "sent": "Rosa reçoit un courriel, avec votre nom.",
        "thought": "Sandra, du centre, a pensé à vous",
        "code": "Votre code",
        "open": "Ouvrir",
        "me": "Oui, c’est moi qu’on invite",
        "yes": "Oui, j’espère venir",
        "know": "Sandra peut savoir si je suis venu ou venue",
        "reply": "Envoyer ma réponse",
        "thanks": "Merci, Rosa",
    },
}


@pytest.fixture
def centre(transactional_db):
    centre = make_centre(name_fr="Lac-aux-Cèdres", hours_fr="De 9 h à 16 h")
    a_workshop(centre, make_staff(centre))
    return centre


@pytest.fixture
def sandra(centre):
    return make_staff(centre, Role.PRESCRIBER, "Sandra")


@pytest.fixture(params=["with a script", "without"])
def browser_page(request):
    name = "page" if request.param == "with a script" else "page_without_javascript"
    return request.getfixturevalue(name)


@pytest.fixture(autouse=True)
def _language_of_the_tests():
    with translation.override("en"):
        yield


def think_of(page, live_server, sandra, language, button, reach=""):
    words = WORDS[language]
    sign_in(page, live_server, sandra)
    page.goto(f"{live_server.url}/{language}/cedar-lake/prescribe/")
    page.get_by_label(words["name"]).fill("Rosa")
    page.get_by_label(words["reach"]).fill(reach)
    page.get_by_role("button", name=words[button], exact=True).click()


def answers(page, language):
    """What the person invited does, on a device where nobody is signed in."""
    words = WORDS[language]
    assert "Rosa" not in page.content()
    page.get_by_role("button", name=words["me"]).click()
    expect(page.locator("main")).to_contain_text(words["thought"])
    box = page.get_by_label(words["know"])
    expect(box).not_to_be_checked()
    assert language == "en" or english_on(page) == []
    page.get_by_text(words["yes"]).click()
    box.check()
    page.get_by_role("button", name=words["reply"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words["thanks"])


def reply_and_who_may_know():
    invitation = Invitation.objects.get()
    reply = Seat.objects.get(meeting=invitation.meeting, person=invitation.person).reply
    known = [one.to_whom.first_name for one in who_may_know(invitation.person)]
    return invitation.route, reply, known


@pytest.mark.parametrize("language", ["en", "fr"])
def test_by_a_slip_and_its_ten_numbers(browser_page, live_server, sandra, language):
    page, words = browser_page, WORDS[language]
    think_of(page, live_server, sandra, language, "print")
    expect(page.locator("main")).to_contain_text(words["thought"])
    assert language == "en" or english_on(page) == []
    [code] = set(re.findall(r"\b\d{5} \d{5}\b", page.locator("main").inner_text()))

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/{language}/cedar-lake/go/")
    page.get_by_label(words["code"]).fill(code)
    page.get_by_role("button", name=words["open"]).click()
    answers(page, language)

    assert reply_and_who_may_know() == ("prescribed", "hoping", ["Sandra"])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_by_mail_and_its_link(
    browser_page, live_server, sandra, mail_server, settings, language
):
    page, words = browser_page, WORDS[language]
    settings.EMAIL_URL, settings.BASE_URL = mail_server.address, live_server.url
    think_of(page, live_server, sandra, language, "send", "rosa@example.org")
    expect(page.locator("main")).to_contain_text(words["sent"])
    assert language == "en" or english_on(page) == []
    Invitation.objects.get().person.messages.update(not_before="2026-01-01T00:00Z")
    send_waiting(seconds=5)
    [mail] = [one for one in mail_server.mailbox.envelopes if "rosa" in one.rcpt_tos[0]]
    text = message_from_bytes(mail.content, policy=default).get_body(["plain"])
    link = re.search(rf"http\S+/{language}/i/\S+", text.get_content())[0]

    page.context.clear_cookies()
    page.goto(link)
    answers(page, language)

    assert reply_and_who_may_know() == ("prescribed", "hoping", ["Sandra"])
