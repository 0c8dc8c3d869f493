"""The letter that a centre copies, or takes into a system of its own: without a name, and
with the code of all of them. No rows are changed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from champions.enums import Channel, CodePurpose
from champions.links import token
from champions.messages.letters import CALL_US, hears_worries, short_address
from champions.messages.words import Words, body_html, render
from champions.models import Message, Person
from champions.paper import blocks_of, pdf_of_html, ribbon_data
from champions.qr import qr_svg
from champions.services.codes import digits_for
from meetings.enums import Route
from meetings.models import CountedMailing, Invitation
from meetings.services.invitations import MESSAGE, about, context_of

STYLE = "cms/css/letter.css"
BLOCKS, PIXELS = 15, 150  # across a page between its margins; 300 dots an inch


@dataclass(frozen=True)
class GeneralLetter:
    """One letter for everybody, in a language."""

    counted: CountedMailing
    language: str

    @property
    def code(self) -> str:
        return digits_for(CodePurpose.LETTERS, self.counted.pk)

    @property
    def link(self) -> str:
        """What the QR code holds."""
        counted = self.counted
        secret = token(CodePurpose.LETTERS, counted.pk, counted.generation)
        return f"{settings.BASE_URL}/{self.language}/letter/{secret}/"

    @property
    def short_address(self) -> str:
        return short_address(self.language)

    @property
    def call_us(self) -> list[tuple[str, str]]:
        return [said for said in CALL_US.items() if said[0] != self.language]


def html_of(letter: GeneralLetter, *, style: str = "", **bar: Any) -> str:
    """The document; `style` is the address of its stylesheet when a browser shows it,
    and `bar` what stands above it there."""
    centre = letter.counted.centre
    with override(letter.language):
        words = _words(letter, name=_("neighbour"))
    blocks = blocks_of(centre)
    return render_to_string(
        "meetings/handouts/letter.html",
        {
            "letter": letter,
            "centre": centre,
            "hears": hears_worries(centre),
            "subject": capfirst(words.subject),
            "body": _printed(letter, words),
            "qr": qr_svg(letter.link),
            "ribbon": ribbon_data(blocks, count=BLOCKS, size=PIXELS),
            "thin_ribbon": ribbon_data(blocks, count=2 * BLOCKS, size=PIXELS // 2),
            "style": style,
            **bar,
        },
    )


def pdf_of(letter: GeneralLetter) -> bytes:
    """The same as a PDF; NoPdfError where the machine lacks Pango."""
    return pdf_of_html(html_of(letter), style=STYLE)


def words_of(letter: GeneralLetter) -> str:
    """The words alone, for a mail merge of the centre's own: where the name goes says so
    itself."""
    with override(letter.language):
        words = _words(letter, name=_("[first name]"))
        date = date_format(_today(letter), "j F Y")
    text = words.text.replace("{link:reply}", letter.link)
    text = text.replace("{code:reply}", letter.code)
    return "\n\n".join([letter.counted.centre.name_in(letter.language), date, text])


def _today(letter: GeneralLetter) -> Any:
    return timezone.localtime(timezone=letter.counted.centre.tzinfo).date()


def _words(letter: GeneralLetter, *, name: str) -> Words:
    """The invitation in the centre's words, to whom it may reach."""
    meeting, centre = letter.counted.meeting, letter.counted.centre
    person = Person(centre=centre, first_name=name, language=letter.language)
    invitation = Invitation(
        centre=centre, person=person, meeting=meeting, route=Route.GENERAL
    )
    context = context_of(invitation, about(meeting))
    return render(
        MESSAGE,
        channel=Channel.LETTER,
        language=letter.language,
        context={"person": person, "centre": centre, **context},
        centre=centre,
    )


def _printed(letter: GeneralLetter, words: Words) -> SafeString:
    """On paper nothing is linked: the short address stands instead."""
    message = Message(text=words.text, html=words.html)
    html = body_html(message, linked=False).replace("{code:reply}", letter.code)
    return mark_safe(  # noqa: S308  escaped when it was rendered
        html.replace("{link:reply}", letter.short_address)
    )
