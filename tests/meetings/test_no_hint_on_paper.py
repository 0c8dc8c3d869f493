"""Nothing that leaves the house lets anybody guess that somebody is a client, or why they
were chosen; and who shares an address reads nothing of the other."""

import re

import pytest

from champions.enums import Channel
from champions.messages.hand_cards import cards_html
from champions.messages.letters import html_of
from champions.messages.sender import as_email
from champions.messages.words import text_message
from champions.models import Message
from champions.services.codes import find_code
from meetings.enums import Route
from meetings.models import Invitation
from meetings.services.invitations import invite
from tests.factories import make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop

pytestmark = pytest.mark.django_db

# Of health, of files, and of reasons; by stem, without accents of case.
HINTS = re.compile(
    r"\b(client|patient|usager|bénéficiair|diagnos|treatment|traitement|therap|thérap"
    r"|doctor|médecin|docteur|nurse|infirmi|medic|médic|ill(ness)?\b|malad|disease"
    r"|health|santé|clinic|cliniq|hospital|hôpital|appointment|rendez-vous"
    r"|refer(ral|red)|aiguill|prescri|ordonnance|record|dossier|chart|lonel|isol|seul(e)?\b"
    r"|because you|parce que vous|chosen|choisi|select|sélection|eligible|admissible"
    r"|at risk|à risque|vulnerab|vulnérab|needs? help|aide à domicile)",
    re.IGNORECASE,
)
HOME = {
    "address": "22 Birch Road",
    "phone": "+17055550142",
    "email": "home@example.org",
}


@pytest.fixture
def centre():
    return make_centre(
        name="Cedar Lake",
        name_fr="Lac-aux-Cèdres",
        sends_texts=True,
        address="14 Cedar",
    )


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def workshop(centre, anne):
    return a_workshop(centre, anne)


def as_it_leaves(message):
    """The words in the form in which somebody may find them on a table."""
    if message.channel == Channel.LETTER:
        return in_words(html_of([message], centre=message.centre))
    if message.channel == Channel.IN_PERSON:
        return in_words(cards_html([message], centre=message.centre, style=""))
    if message.channel == Channel.TEXT:
        return text_message(message)
    if message.channel == Channel.EMAIL:
        mail = as_email(message)
        return in_words(f"{mail.subject} {mail.body} {mail.alternatives[0][0]}")
    return message.text


def in_words(html):
    return re.sub(r"<style.*?</style>|<svg.*?</svg>|<[^>]+>", " ", html, flags=re.S)


@pytest.mark.parametrize("route", [Route.GENERAL, Route.PRESCRIBED])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("channel", Channel)
def test_an_invitation_says_nothing_of_clients_or_reasons(
    centre, anne, workshop, channel, language, route
):
    person = make_person(centre, "Rosa", channel=channel, language=language, **HOME)
    invite(person, workshop, route=route, by=anne, channel=channel)

    message = Message.objects.get(person=person)
    assert message.channel == channel
    words = as_it_leaves(message)
    assert len(words) > 40
    assert HINTS.findall(words) == []


def test_the_words_looked_for_would_be_found():
    said = "As a patient of ours, you were chosen. Votre médecin a pensé à vous."

    assert len(HINTS.findall(said)) == 3


@pytest.mark.parametrize(
    "channel", [Channel.LETTER, Channel.EMAIL, Channel.TEXT, Channel.IN_PERSON]
)
def test_two_people_with_one_address_get_each_their_own_and_nothing_of_the_other(
    centre, anne, workshop, channel
):
    people = [
        make_person(centre, name, channel=channel, **HOME) for name in ("Rosa", "Tomas")
    ]
    for person in people:
        invite(person, workshop, route=Route.GENERAL, by=anne, channel=channel)

    said = {
        message.person.first_name: as_it_leaves(message)
        for message in Message.objects.filter(person__in=people)
    }
    assert set(said) == {"Rosa", "Tomas"}
    for name, other in (("Rosa", "Tomas"), ("Tomas", "Rosa")):
        assert other not in said[name]
        assert name in said[name] or channel == Channel.IN_PERSON
    assert opened(said["Rosa"], centre) == {"Rosa"}
    assert opened(said["Tomas"], centre) == {"Tomas"}


def opened(words, centre):
    """Whose invitations the codes and links in these words open."""
    codes = (
        find_code(centre, code, source="here")
        for code in re.findall(r"\d{5} \d{5}", words)
    )
    ids = {code.thing_id for code in codes if code}
    ids |= {int(pk) for pk in re.findall(r"/en/i/(\d+)\.", words)}
    return set(
        Invitation.objects.filter(pk__in=ids).values_list(
            "person__first_name", flat=True
        )
    )
