"""Every mail but a sign-in code has a way to stop: at its foot, and one click in the mail
program itself (RFC 8058), in a header that a mail server can sign."""

import ast
from datetime import time
from types import SimpleNamespace

import pytest
from django.conf import settings

from champions.enums import Channel, Language
from champions.messages.outbox import message_id, stop_link
from champions.messages.sender import as_email
from champions.messages.words import address_of, render
from champions.models import Message
from meetings.services.invitations import about
from tests.factories import make_centre, make_person, make_seat, make_staff
from tests.meetings.workshops import a_workshop

pytestmark = pytest.mark.django_db
ROOMS = ("champions", "ideas", "meetings", "cms")
# Numbers and news of signing in: who did not ask for them has nothing to stop.
SIGN_IN = {
    "champions/sign_in",
    "champions/sign_in_unknown",
    "champions/second_step_changed",
}
NAMES = sorted(
    f"{path.parts[-3]}/{path.name.removesuffix('.subject.txt')}"
    for path in (settings.BASE_DIR / "templates").glob("*/messages/*.subject.txt")
)
# Whoever writes to an address and not to a person gives the way to stop, or says why not.
WITHOUT_A_PERSON = {
    "champions/services/sign_in.py": "numbers to sign in with",
    "champions/adapters.py": "news of the second step of sign-in",
    "champions/messages/backend.py": "Django's own mail, to staff about their work",
    "champions/messages/by_hand.py": "a slip that somebody holds; no mail",
    "champions/messages/outbox.py": "where all of it is written",
    "meetings/services/seat_message.py": "a guest hears of their one place, and gives it up",
    "meetings/services/samples.py": "to oneself, with a link that opens nothing",
    "cms/services/worries.py": "a worry, to the one of staff who hears worries",
    "cms/services/week_mail.py": "the Monday mail has a page of its own to end it",
}


@pytest.fixture
def told(settings):
    """A mail of a name to somebody, as it leaves."""
    settings.BASE_URL = "https://champions.example"
    centre = make_centre()
    workshop = a_workshop(centre, make_staff(centre))
    person = make_person(centre, email="rosa@example.org")
    links = {
        name: {"purpose": "seat", "id": 1, "path": "/en/seat/{token}/"}
        for name in ("reply", "come_in", "week", "notes")
    }

    def mail(name, language):
        room, _slash, own = name.partition("/")
        context = {
            "person": person,
            "centre": centre,
            "meeting": workshop,
            "workshop": about(workshop),
            "second": workshop.followed_by,
            "seat": make_seat(workshop),
            "part": SimpleNamespace(at=time(15), until=time(16)),
            "own": f"{room}/messages/_{own}.txt",
            "thought_of_by": "",
            "invitation": None,
            "name": "Rosa",
            "count": 2,
            **dict.fromkeys(
                ("drawn_on", "offered_until_on", "until", "answer_by"), workshop.on
            ),
        }
        words = render(
            name,
            channel=Channel.EMAIL,
            language=language,
            context=context,
            links=links,
            centre=centre,
        )
        message = Message(
            centre=centre,
            person=person,
            name=name,
            language=language,
            to_address=person.email,
            subject=words.subject,
            text=words.text,
            html=words.html,
            links={**links, "stop": stop_link(person)},
            message_id=message_id(),
        )
        return as_email(message), address_of(message, "stop")

    return mail


@pytest.mark.parametrize("language", Language.values)
@pytest.mark.parametrize("name", [name for name in NAMES if name not in SIGN_IN])
def test_a_mail_can_be_stopped_from_its_foot_and_by_one_click(told, name, language):
    mail, address = told(name, language)

    sent = mail.message()
    text, html = (part.get_payload(decode=True).decode() for part in _words_of(sent))

    assert text.rstrip().endswith(address)
    assert f'<a href="{address}">' in html
    assert sent.get_all("List-Unsubscribe") == [f"<{address}>"]
    assert sent.get_all("List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]


def _words_of(sent):
    return [part for part in sent.walk() if part.get_content_maintype() == "text"]


def test_a_mail_server_can_sign_the_headers(told):
    """RFC 8058, 4: one https address, which DKIM can cover; no line may change."""
    mail, address = told("meetings/invitation", "en")

    head = mail.message().as_bytes().partition(b"\n\n")[0].decode("ascii")
    field = head.split("\nList-Unsubscribe: ")[1].split("\nList-Unsubscribe-Post: ")[0]

    assert address.startswith("https://champions.example/en/stop/")
    assert "".join(field.split()) == f"<{address}>"


def test_who_writes_without_a_person_is_known():
    """`tell` and `tell_many` put the way to stop into every message."""
    callers = {
        str(path.relative_to(settings.BASE_DIR))
        for room in ROOMS
        for path in (settings.BASE_DIR / room).rglob("*.py")
        if _calls(path, {"tell_address", "queue_words"})
    }

    assert callers == set(WITHOUT_A_PERSON)


def _calls(path, names):
    return any(
        isinstance(node, ast.Call) and getattr(node.func, "id", "") in names
        for node in ast.walk(ast.parse(path.read_text()))
    )
