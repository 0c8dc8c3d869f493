"""What an invitation looks like before it is sent: to an invented person, with a code
that opens nothing."""

from __future__ import annotations

from django.db import transaction
from django.templatetags.static import static

from champions.enums import Channel, CodePurpose, Language
from champions.messages.letters import STYLE, html_of
from champions.messages.words import framed_html, render
from champions.models import Centre, Message, Person
from meetings.enums import Route
from meetings.models import Invitation, Meeting
from meetings.services.invitations import MESSAGE, about, context_of, reply_link

CODE = "12345 67890"
# No row has this id, so that the links of a preview open nothing.
NOBODY = 0
INVENTED = {Language.ENGLISH.value: "Rosa", Language.FRENCH.value: "Rosalie"}


def sample(workshop: Meeting, language: str, channel: str) -> Message:
    """The message somebody invented would get; nothing is written."""
    centre = workshop.centre
    person = _invented(centre, language)
    invitation = Invitation(
        centre=centre, person=person, meeting=workshop, route=Route.GENERAL
    )
    words = about(workshop)
    context = {"person": person, "centre": centre, **context_of(invitation, words)}
    said = render(
        MESSAGE, channel=channel, language=language, context=context, centre=centre
    )
    return Message(
        centre=centre,
        person=person,
        channel=channel,
        language=language,
        subject=said.subject,
        text=_without_marks(said.text),
        html=_without_marks(said.html),
        links={
            "reply": {**reply_link(invitation), "id": NOBODY},
            "stop": {"purpose": CodePurpose.STOP.value, "id": NOBODY, "path": "#"},
        },
    )


def mail_in_html(workshop: Meeting, language: str) -> str:
    return framed_html(sample(workshop, language, Channel.EMAIL))


def letter_in_html(workshop: Meeting, language: str) -> str:
    """The sheet as it is printed. Its code is made like every other, and forgotten."""
    message = sample(workshop, language, Channel.LETTER)
    with transaction.atomic():
        html = html_of([message], centre=workshop.centre, style=static(STYLE))
        transaction.set_rollback(True)
    return html


def _invented(centre: Centre, language: str) -> Person:
    return Person(
        centre=centre,
        first_name=INVENTED[language],
        last_name="Invented",
        address="22 Birch Road, Unit 3",
        city="Cedar Lake ON",
        postal_code="P0X 1A0",
        language=language,
    )


def _without_marks(text: str) -> str:
    return text.replace("{code:reply}", CODE).replace("{link:reply}", "#")
