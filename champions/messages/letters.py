"""What a letter looks like: one template for the PDF that is printed and for the page
that is printed where PDF files cannot be made. No rows are changed here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from champions.enums import CodePurpose
from champions.messages.words import MARK, address_of, body_html, code_of, fill
from champions.models import Centre, Message
from champions.paper import blocks_of, pdf_of_html, ribbon_data
from champions.qr import qr_svg

STYLE = "cms/css/letter.css"
# Said in the language itself, so that it is read by those it is for.
CALL_US = {
    "en": "Call us in English.",
    "fr": "Appelez-nous en français.",
    "es": "Llámenos en español.",
    "pt": "Ligue-nos em português.",
    "ar": "اتصل بنا بالعربية.",
}
# What the four choices of a reply slip answer to.
WITH_SLIP = frozenset({CodePurpose.INVITATION, CodePurpose.SEAT})
# Who hears worries at a centre, by name; empty where nobody does. The room above says it
# at start.
HEARS_WORRIES: list[Callable[[Centre], str]] = []
PIXELS = 150  # 300 dots an inch
HALF_INCHES = 15  # across a page between its margins
LONG_LINE = 28  # signs, as wide as a window


@dataclass(frozen=True)
class Letter:
    """One letter, as the template shows it."""

    message: Message
    centre: Centre
    language: str
    body: SafeString
    date: str
    call_us: list[tuple[str, str]]
    qr: SafeString
    code: str
    short_address: str
    has_slip: bool
    # As large as somebody asked for who sees little; then it may take two sheets.
    is_large: bool

    @property
    def has_long_address(self) -> bool:
        """Too long for the window of an envelope in the usual size."""
        person = self.message.person
        return person is not None and max(map(len, person.postal_lines)) > LONG_LINE


def letter_of(message: Message) -> Letter:
    """Everything that is printed for one message; its links and codes are filled in."""
    if message.centre is None:
        raise ValueError("a letter is from a centre")
    language, reply = message.language, reply_link_of(message)
    here = {message.tag, *message.fixed_languages}
    return Letter(
        message=message,
        centre=message.centre,
        language=language,
        body=printed(message),
        date=_date(message.centre, language),
        call_us=[said for said in CALL_US.items() if said[0] not in here],
        qr=qr_svg(address_of(message, reply)) if reply else SafeString(""),
        code=code_of(message, reply) if reply else "",
        short_address=short_address(language),
        has_slip=bool(reply) and message.links[reply]["purpose"] in WITH_SLIP,
        is_large=wants_large_print(message),
    )


def html_of(messages: Iterable[Message], *, centre: Centre, style: str = "") -> str:
    """A document of letters of one centre; `style` is the address of its stylesheet."""
    blocks = blocks_of(centre)
    return render_to_string(
        "champions/messages/letters.html",
        {
            "letters": [letter_of(message) for message in messages],
            "centre": centre,
            "hears": hears_worries(centre),
            "language": translation.get_language(),
            "ribbon": ribbon_data(blocks, count=HALF_INCHES, size=PIXELS),
            "thin_ribbon": ribbon_data(blocks, count=2 * HALF_INCHES, size=PIXELS // 2),
            "style": style,
        },
    )


def hears_worries(centre: Centre) -> str:
    """Whom to ask for with a worry or a complaint, by first name."""
    return next((says(centre) for says in HEARS_WORRIES), "")


def pdf_of(messages: Iterable[Message], *, centre: Centre) -> bytes:
    """The same document as a PDF; NoPdfError where the machine lacks Pango. The codes
    are given out before that is known: the page that replaces it only shows them."""
    return pdf_of_html(html_of(messages, centre=centre), style=STYLE)


def short_address(language: str) -> str:
    """What a person types who has a code: without https, and short."""
    parts = urlsplit(settings.BASE_URL)
    return f"{parts.netloc}{parts.path}/{language}/go/"


def wants_large_print(message: Message) -> bool:
    return message.person is not None and message.person.large_print


def reply_link_of(message: Message) -> str:
    """The link that a letter's QR code and numbers open: the reply, or the only one."""
    others = [link for link in message.links if link not in {"stop", "calendar"}]
    return "reply" if "reply" in others else next(iter(others), "")


def printed(message: Message) -> SafeString:
    """The words, with the short address where a mail has a link: nobody types a long
    one, and the QR code beside the numbers holds it."""
    html = fill(_typed(body_html(message, linked=False), message), message)
    return mark_safe(html)  # noqa: S308  escaped when it was rendered


def plain_words(message: Message) -> str:
    """The same without any form, for a word processor."""
    return fill(_typed(message.text, message), message)


def _typed(words: str, message: Message) -> str:
    short = short_address(message.language)
    return MARK.sub(lambda mark: short if mark[1] == "link" else mark[0], words)


def _date(centre: Centre, language: str) -> str:
    today = timezone.localtime(timezone=centre.tzinfo).date()
    with translation.override(language):
        return date_format(today, "j F Y")
