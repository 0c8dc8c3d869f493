"""Our own words for an invitation and a confirmation: warm, plain, and complete."""

import pytest

from champions.enums import Channel
from champions.messages.words import spoken
from champions.models import Message
from meetings.enums import Route, Say
from meetings.services.invitations import invite
from meetings.services.seats import answer, ask
from tests.factories import make_centre, make_gathering, make_person, make_staff
from tests.meetings.workshops import a_workshop, told

pytestmark = pytest.mark.django_db
WAYS = {
    Channel.EMAIL: {"email": "rosa@example.org"},
    Channel.LETTER: {"address": "22 Birch Road"},
    Channel.PHONE: {"phone": "+17055550199"},
}
# Never in a letter of ours: who opens it by chance learns nothing.
NO_HINT = ("client", "patient", "doctor", "clinic", "health problem", "médecin")


@pytest.fixture
def centre():
    return make_centre(name_fr="Lac-aux-Cèdres")


@pytest.fixture
def lead(centre):
    return make_staff(centre)


def invited(centre, lead, channel=Channel.EMAIL, route=Route.GENERAL, **fields):
    workshop = a_workshop(centre, lead)
    person = make_person(centre, channel=channel, **WAYS[channel] | fields)
    invite(person, workshop, route=route, by=lead)
    return told().get()


def everything_in(message):
    return message.text + message.html


ALL_THAT_MATTERS = (
    "Hello Rosa, I am Anne, from Cedar Lake.",
    "We would love to have you with us.",
    "It is free, and takes two and a half hours.",
    "Bring somebody, if you like.",
    "You can leave at any time, and there is nothing to sign.",
    "A no is fine too.",
    "Call me: 705-555-0142.",
    "Warmly, Anne",
    "1:30 to 4\N{NO-BREAK SPACE}pm",
)


@pytest.mark.parametrize("channel", WAYS)
def test_on_every_way_an_invitation_says_all_that_matters(centre, lead, channel):
    message = invited(centre, lead, channel)

    said = spoken(message) if channel == Channel.PHONE else message.html
    assert [words for words in ALL_THAT_MATTERS if words not in said] == []


@pytest.mark.parametrize("channel", WAYS)
def test_in_french_too(centre, lead, channel):
    message = invited(centre, lead, channel, language="fr")

    assert "Bonjour Rosa, je suis Anne (Lac-aux-Cèdres)." in message.text
    assert "C’est gratuit et cela dure deux heures et demie." in message.text
    assert "Un non nous va aussi." in message.text


@pytest.mark.parametrize("route", [Route.GENERAL, Route.PRESCRIBED])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_hints_at_why_somebody_was_chosen(centre, lead, route, language):
    message = invited(centre, lead, route=route, language=language)

    said = everything_in(message).casefold()
    assert [word for word in NO_HINT if word in said] == []


def test_who_thought_of_somebody_is_named_where_somebody_did(centre, lead):
    prescribed = invited(centre, lead, route=Route.PRESCRIBED)

    assert "Anne at the centre thought of you." in prescribed.text


def test_where_nobody_thought_of_them_in_particular_the_sentence_is_left_out(
    centre, lead
):
    general = invited(centre, lead)

    assert "thought of you" not in everything_in(general)
    assert "Cedar Lake. We are asking neighbours" in general.text


def test_nobody_says_a_link_on_the_telephone(centre, lead):
    said = spoken(invited(centre, lead, Channel.PHONE))

    assert "{" not in said
    assert "http" not in said


def test_a_confirmation_says_that_it_is_fine_not_to_come_after_all(centre, lead):
    meeting = make_gathering(centre)
    rosa = make_person(centre, email="rosa@example.org")
    answer(ask(meeting, rosa), say=Say.YES, by=None, how=Channel.EMAIL)

    message = Message.objects.get(name="meetings/you_are_in")
    assert message.text.startswith(
        "Hello Rosa,\nWe are keeping a place for you, and look forward to seeing you."
    )
    assert "Just call us: 705-555-0142. That is fine." in message.text
    assert '<a href="{link:reply}">Open my reply, or change it</a>' in message.html
