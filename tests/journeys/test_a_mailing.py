"""A point person sends a mailing in a real browser: size, look, one to oneself, send, stop
in time; then another one, which is paused and goes on. With a script in English, and
without one in French."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from champions.messages import sender
from champions.models import Message
from meetings.enums import InvitationState, MailingState
from meetings.models import Invitation, Mailing
from meetings.services.whom_to_ask import not_yet_asked
from tests.factories import make_centre, make_person, make_staff
from tests.journeys.cast import sign_in, work_until_idle
from tests.meetings.workshops import a_workshop, told

pytestmark = pytest.mark.browser
PEOPLE = 4
WORDS = {
    "en": {
        "look": "Look at this mailing",
        "sample": "Send one to me",
        "on_its_way": "samples are on their way",
        "send": re.compile("Invite 4 people"),
        "until": "Nothing has left yet.",
        "stop": "Stop it: nobody was asked",
        "taken_back": "4 invitations had not left",
        "stopped": "This mailing was stopped",
        "pause": "Pause it",
        "rests": "This mailing rests",
        "go_on": "Go on",
        "going": "The invitations are on their way",
    },
    "fr": {
        "look": "Regarder cet envoi",
        "sample": "M’en envoyer un",
        "on_its_way": "exemples sont en route",
        "send": re.compile("Inviter 4 personnes"),
        "until": "Rien n’est encore parti.",
        "stop": "Arrêter : personne n’aura été invité",
        "taken_back": "4 invitations n’étaient pas parties",
        "stopped": "Cet envoi a été arrêté",
        "pause": "Mettre en pause",
        "rests": "Cet envoi est en pause",
        "go_on": "Continuer",
        "going": "Les invitations sont en route",
    },
}


@pytest.fixture
def anne(transactional_db):
    return make_staff(make_centre(), email="anne@example.org")


@pytest.fixture
def workshop(anne):
    centre = anne.staff_roles.get().centre
    workshop = a_workshop(centre, anne)
    Message.objects.all().delete()  # what its staff are asked
    for number in range(PEOPLE):
        make_person(centre, f"Neighbour {number}", email=f"{number}@example.org")
    return workshop


@pytest.fixture(autouse=True)
def _language_of_the_tests():
    with translation.override("en"):
        yield


def the_quarter_of_an_hour_is_over():
    """The browser's own clock stays: the rows are as they are fifteen minutes later."""
    earlier = timezone.now() - timedelta(seconds=1)
    Mailing.objects.filter(state=MailingState.SENT).update(leaves_at=earlier)
    told().filter(state="queued").update(not_before=earlier)


def look_at_one(page, live_server, workshop, words):
    page.goto(f"{live_server.url}/admin/workshops/{workshop.pk}/")
    page.locator("input[name=size]").fill(str(PEOPLE))
    page.get_by_role("button", name=words["look"]).click()


def send(page, words):
    page.get_by_role("button", name=words["send"]).click()
    work_until_idle()
    page.reload()


def arrived(mail_server):
    sender.send_waiting(seconds=5)
    return sorted(to for one in mail_server.mailbox.envelopes for to in one.rcpt_tos)


@pytest.mark.parametrize(
    ("language", "browser_page"),
    [("en", "page"), ("fr", "page_without_javascript")],
)
def test_a_mailing_from_its_size_to_sent(
    request, live_server, mail_server, settings, anne, workshop, language, browser_page
):
    settings.EMAIL_URL = mail_server.address
    page, words = request.getfixturevalue(browser_page), WORDS[language]
    UserProfile.objects.create(user=anne, preferred_language=language)
    sign_in(page, live_server, anne)
    look_at_one(page, live_server, workshop, words)
    expect(page.get_by_role("button", name=words["send"])).to_be_visible()

    page.get_by_role("button", name=words["sample"]).click()
    expect(page.get_by_text(words["on_its_way"])).to_be_visible()
    assert arrived(mail_server) == ["anne@example.org"] * 2

    send(page, words)
    expect(page.get_by_text(words["until"])).to_be_visible()
    assert arrived(mail_server) == ["anne@example.org"] * 2
    page.get_by_role("button", name=words["stop"]).click()
    expect(page.get_by_text(words["taken_back"])).to_be_visible()
    expect(page.get_by_role("heading", name=words["stopped"])).to_be_visible()
    assert not_yet_asked(workshop.centre).count() == PEOPLE

    look_at_one(page, live_server, workshop, words)
    send(page, words)
    the_quarter_of_an_hour_is_over()
    page.reload()
    page.get_by_role("button", name=words["pause"]).click()
    expect(page.get_by_role("heading", name=words["rests"])).to_be_visible()
    assert len(arrived(mail_server)) == 2
    page.get_by_role("button", name=words["go_on"]).click()
    expect(page.get_by_role("heading", name=words["going"])).to_be_visible()

    assert len(arrived(mail_server)) == 2 + PEOPLE
    asked = Invitation.objects.exclude(state=InvitationState.WITHDRAWN)
    assert asked.count() == PEOPLE
