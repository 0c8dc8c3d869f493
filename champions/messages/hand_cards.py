"""What a card looks like that is handed over when somebody comes by: several on a sheet,
to cut out. Nothing on it says whose it is or why; its number does, to staff alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from champions.messages.letters import (
    printed,
    reply_link_of,
    short_address,
    wants_large_print,
)
from champions.messages.words import address_of, code_of
from champions.models import Centre, Message
from champions.paper import blocks_of, ribbon_data
from champions.qr import qr_svg

STYLE = "cms/css/hand_cards.css"
PIXELS = 120  # of a square of the band
SQUARES = 10


@dataclass(frozen=True)
class HandCard:
    """One card, as the template shows it."""

    number: int
    language: str
    body: SafeString
    qr: SafeString
    code: str
    short_address: str
    is_large: bool


def card_of(message: Message) -> HandCard:
    """Everything that is printed for one message; its link and code are filled in."""
    reply = reply_link_of(message)
    return HandCard(
        number=message.pk,
        language=message.language,
        body=printed(message),
        qr=qr_svg(address_of(message, reply)),
        code=code_of(message, reply),
        short_address=short_address(message.language),
        is_large=wants_large_print(message),
    )


def cards_html(messages: Iterable[Message], *, centre: Centre, style: str) -> str:
    """A document of cards of one centre; `style` is the address of its stylesheet."""
    shown = {
        "cards": [card_of(message) for message in messages],
        "centre": centre,
        "language": translation.get_language(),
        "band": ribbon_data(blocks_of(centre), count=SQUARES, size=PIXELS),
        "style": style,
    }
    return render_to_string("champions/messages/hand_cards.html", shown)
