"""What a message looks like before anybody is told: to somebody invented, with a link and
a code that open nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _

from champions.enums import Channel, CodePurpose
from champions.glyphs import cannot_draw
from champions.languages import is_ours
from champions.messages import texts
from champions.messages.letters import STYLE, html_of
from champions.messages.worded import Worded
from champions.messages.words import (
    Words,
    address_of,
    framed_html,
    render_as,
    spoken,
    text_message,
)
from champions.models import Centre, Message, Person, Wording
from champions.paper import NoPdfError, pages_of_html

CODE = "12345 67890"
# No row has this id, so that the links of a preview open nothing.
NOBODY = 0
LONG_ID = 9_999_999
LONG_NAME = "Maximiliane"
INVENTED = {"en": "Rosa", "fr": "Rosalie"}
Links = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Looks:
    """A message on every way; HTML documents for frames of their own."""

    letter: str
    mail: str
    spoken: list[str]
    text: str
    sheets: int | None
    cannot_draw: str


def invented(centre: Centre, language: str) -> Person:
    return Person(
        centre=centre,
        first_name=INVENTED[language],
        last_name="Invented",
        address="22 Birch Road, Unit 3",
        city="Cedar Lake ON",
        postal_code="P0X 1A0",
        language=language,
    )


def language_beside(centre: Centre, tag: str) -> str:
    """The one of ours beside words in a language."""
    return tag if is_ours(tag) else centre.usual_language


def values_for(worded: Worded, centre: Centre, tag: str) -> dict[str, str]:
    """What the marks stand for, for an example whose name is as long as most."""
    beside = language_beside(centre, tag)
    context, _links = worded.sample(centre, beside)
    values = worded.values({"centre": centre, **context}, tag, beside)
    return values | {"name": LONG_NAME}


def room_for_text(worded: Worded, centre: Centre, tag: str) -> int:
    """What is left of a text message beside its link and the way to stop."""
    language = language_beside(centre, tag)
    _context, links = worded.sample(centre, language)
    links = {name: {**link, "id": LONG_ID} for name, link in links.items()}
    address = address_of(Message(links=links), "reply")
    with translation.override(language):
        stop = texts.plain(_("STOP to end"))
    return texts.MOST - sum(texts.septets(one) + 1 for one in (address, stop))


def looks_of(worded: Worded, centre: Centre, tag: str, own: Wording | None) -> Looks:
    """How words look that may not be kept yet; None are ours."""
    letter = sample(worded, centre, tag, own, Channel.LETTER)
    call = sample(worded, centre, language_beside(centre, tag), own, Channel.PHONE)
    text = sample(worded, centre, tag, own, Channel.TEXT)
    return Looks(
        letter=letter_in_html(letter),
        mail=framed_html(sample(worded, centre, tag, own, Channel.EMAIL)),
        spoken=spoken(call).split("\n\n") if own is None or is_ours(tag) else [],
        text=text_message(text),
        sheets=_sheets(letter),
        cannot_draw=cannot_draw(letter.subject + letter.text),
    )


def sample(
    worded: Worded, centre: Centre, tag: str, own: Wording | None, channel: str
) -> Message:
    """The message somebody invented would get; nothing is written."""
    language = language_beside(centre, tag)
    context, links = worded.sample(centre, language)
    links = {name: {**link, "id": NOBODY} for name, link in links.items()}
    with translation.override(language):
        said = render_as(
            own,
            worded.name,
            channel=channel,
            language=language,
            context={"centre": centre, **context},
            links=links,
            centre=centre,
        )
    person = invented(centre, language)
    return as_message(said, person, channel=channel, links=links)


def as_message(said: Words, person: Person, *, channel: str, links: Links) -> Message:
    """Words for somebody invented as the row they would be; its links lead nowhere."""
    return Message(
        centre=person.centre,
        person=person,
        channel=channel,
        language=person.language,
        said_in=said.said_in,
        subject=said.subject,
        text=_without_marks(said.text),
        html=said.html if channel == Channel.TEXT else _without_marks(said.html),
        links={
            **links,
            "stop": {"purpose": CodePurpose.STOP.value, "id": NOBODY, "path": "#"},
        },
    )


def letter_in_html(message: Message, *, style: str | None = None) -> str:
    """The sheet as it is printed. Its code is made like every other, and forgotten."""
    style = static(STYLE) if style is None else style
    centre = message.centre
    if centre is None:
        raise ValueError("a letter is from a centre")
    with transaction.atomic():
        html = html_of([message], centre=centre, style=style)
        transaction.set_rollback(True)
    return html


def _sheets(letter: Message) -> int | None:
    """How many sheets it takes; None where the machine cannot tell."""
    try:
        return pages_of_html(letter_in_html(letter, style=""), style=STYLE)
    except NoPdfError:
        return None


def _without_marks(text: str) -> str:
    return text.replace("{code:reply}", CODE).replace("{link:reply}", "#")
