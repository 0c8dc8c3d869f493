"""The words of a message: rendered once when it is queued, in the recipient's language,
and framed and given their links only while it is sent or printed.

A message has the templates `<room>/messages/<name>` with the endings `.subject.txt`,
`.txt` and, where paragraphs are not enough, `.html` and `.letter.html`; `.text.txt` where
one text message can say it, `.card.html` where it can be handed over. Each holds the
words alone; greeting lines of the centre, "stop" and paper come from the frames in
`champions/messages/`. Marks stand for what only the recipient may know: `{link:reply}`
and `{code:reply}` for the entry `reply` of the message's links.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from icalendar.parser import Contentline

from champions.enums import Channel
from champions.languages import is_ours
from champions.links import CODE_DIGITS, five_and_five, token
from champions.messages import texts
from champions.messages.ways import NEEDS_A_FORM
from champions.messages.worded import own_words, say, worded_message
from champions.models import Centre, Message, Wording
from champions.services.codes import digits_for, issue_code

PART = re.compile(r"""\{% (?:include|extends) ["']([^"']+)["']""")
MARK = re.compile(r"\{(link|code):([a-z_]+)\}")
METHOD = re.compile(r"^METHOD:([A-Z]+)", re.MULTILINE)
FOLD = re.compile(r"\r?\n[ \t]")
SUBJECT_LENGTH = 200
RICH = {
    Channel.EMAIL: "html",
    Channel.LETTER: "letter.html",
    Channel.TEXT: "text.txt",
    Channel.IN_PERSON: "card.html",
}
# As long as every code.
ANY_CODE = five_and_five("0" * CODE_DIGITS)


@dataclass(frozen=True)
class Words:
    """What is kept of a message; `html` is what the channel alone says: HTML, or the one
    line of a text message. Empty where the text is all there is."""

    subject: str
    text: str
    html: str
    # The tag of the language, where it is none of ours.
    said_in: str = ""


def render(
    name: str,
    *,
    channel: str,
    language: str,
    context: Mapping[str, Any],
    links: Mapping[str, Mapping[str, Any]] | None = None,
    centre: Centre | None = None,
) -> Words:
    """Say a message in a language, by the centre's own words where it has some in what
    the person of the context speaks, or else in their language; times in it are the
    centre's. A text message is made to fit with its `links` as long as they will be."""
    speaks = getattr(context.get("person"), "speaks", "")
    own = own_words(name, centre, channel=channel, language=language, speaks=speaks)
    return render_as(
        own,
        name,
        channel=channel,
        language=language,
        context=context,
        links=links,
        centre=centre,
    )


def render_as(
    own: Wording | None,
    name: str,
    *,
    channel: str,
    language: str,
    context: Mapping[str, Any],
    links: Mapping[str, Mapping[str, Any]] | None = None,
    centre: Centre | None = None,
) -> Words:
    """The same by words that are chosen already, or not kept yet; None are ours."""
    zone = centre.tzinfo if centre else timezone.get_default_timezone()
    with translation.override(language), timezone.override(zone):
        if worded := worded_message(name):
            said = say(worded, context, channel=channel, language=language, own=own)
            context = {**context, "said": said}
        return Words(
            subject=one_line(_plain(_source(name, "subject.txt"), context)),
            text=_tidy(_plain(_source(name, "txt"), context)),
            html=_text_message(name, context, links or {})
            if channel == Channel.TEXT
            else _rich(name, channel, context),
            said_in=own.language if own and not is_ours(own.language) else "",
        )


def forms_of(name: str) -> frozenset[Channel]:
    """The channels for which a message has words of their own, where those of a letter
    would not do."""
    return frozenset(way for way in NEEDS_A_FORM if _has(name, RICH[way]))


def _has(name: str, ending: str) -> bool:
    try:
        _source(name, ending)
    except TemplateDoesNotExist:
        return False
    return True


def marks_of(name: str, channel: str) -> set[str]:
    """The links that the templates of a message ask for; words of people do not count."""
    found = set()
    for ending in ("txt", RICH.get(Channel(channel), "html")):
        with suppress(TemplateDoesNotExist):
            found |= _marks_in(_source(name, ending).template.source)
    return found


def _marks_in(source: str) -> set[str]:
    parts = (get_template(part) for part in PART.findall(source))
    marks = {mark[2] for mark in MARK.finditer(source)}
    return marks.union(*(_marks_in(part.template.source) for part in parts))  # type: ignore[attr-defined]  # Django's own engine


def one_line(text: str) -> str:
    """Safe as a header: a line break in a name could add recipients."""
    visible = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(visible.split())[:SUBJECT_LENGTH]


def address_of(message: Message, link: str) -> str:
    """The address of one of a message's links, beginning with BASE_URL."""
    entry = message.links[link]
    secret = token(entry["purpose"], entry["id"], entry.get("generation", 1))
    return settings.BASE_URL + str(entry["path"]).replace("{token}", secret)


def code_of(message: Message, link: str) -> str:
    """The ten digits for one of a message's links, five and five."""
    entry = message.links[link]
    if message.centre and not digits_for(entry["purpose"], entry["id"]):
        issue_code(
            message.centre,
            purpose=entry["purpose"],
            thing_id=entry["id"],
            generation=entry.get("generation", 1),
        )
    return digits_for(entry["purpose"], entry["id"])


def fill(text: str, message: Message) -> str:
    """Put the recipient's own links and codes in place of the marks."""
    fillers = {"link": address_of, "code": code_of}

    def filled(mark: re.Match[str]) -> str:
        kind, link = mark.groups()
        known = link in message.links
        return fillers[kind](message, link) if known else mark[0]

    return MARK.sub(filled, text)


def filled_calendar(message: Message) -> str:
    """The calendar file of a message with the recipient's own links. A link is longer
    than its mark, so lines are folded again (RFC 5545, 3.1)."""
    lines = FOLD.sub("", message.calendar).splitlines()
    return "".join(
        f"{Contentline(fill(line, message)).to_ical().decode()}\r\n" for line in lines
    )


def method_of(calendar: str) -> str:
    """What a calendar file asks for: PUBLISH or CANCEL."""
    found = METHOD.search(calendar)
    return found[1] if found else "PUBLISH"


def spoken(message: Message) -> str:
    """The words as one says them on the telephone: without links and codes."""
    return "\n\n".join(
        part for part in message.text.split("\n\n") if not MARK.search(part)
    )


def framed_text(message: Message) -> str:
    """The whole plain text of an e-mail."""
    words = {"words": message.text, **_about(message)}
    with translation.override(message.language):
        framed = _plain(get_template("champions/messages/base.txt"), words)
    return fill(_tidy(framed), message)


def framed_html(message: Message) -> str:
    """The whole HTML of an e-mail: its own, or its text in paragraphs."""
    words = {"words": body_html(message), **_about(message)}
    with translation.override(message.language):
        framed = render_to_string("champions/messages/base.html", words)
    return fill(framed, message)


def body_html(message: Message, *, linked: bool = True) -> SafeString:
    """The words in HTML, marks not yet filled; on paper nothing is linked."""
    if message.html:
        return mark_safe(message.html)  # noqa: S308  rendered with escaping when queued
    escaped = str(escape(message.text))
    words = _linked(escaped) if linked else escaped
    # In a third language some paragraphs are ours, and may run the other way.
    opening = '<p dir="auto">' if message.said_in else "<p>"
    paragraphs = [
        f"{opening}{one.replace(chr(10), '<br>')}</p>"
        for one in words.split("\n\n")
        if one.strip()
    ]
    return mark_safe("\n".join(paragraphs))  # noqa: S308  escaped above


def _about(message: Message) -> dict[str, Any]:
    centre = message.centre
    return {
        "message": message,
        "centre": centre,
        "centre_name": centre.name_in(message.language) if centre else "",
        "hours": centre.hours_in(message.language) if centre else "",
        "may_stop": "stop" in message.links,
    }


def _linked(text: str) -> str:
    return re.sub(r"(\{link:[a-z_]+\})", r'<a href="\1">\1</a>', text)


def _source(name: str, ending: str) -> Any:
    room, _, own = name.partition("/")
    return get_template(f"{room}/messages/{own}.{ending}")


def _plain(template: Any, context: Mapping[str, Any]) -> str:
    """Without HTML's escaping, which would turn an apostrophe into &#x27;."""
    return str(template.template.render(Context(dict(context), autoescape=False)))


def _rich(name: str, channel: str, context: Mapping[str, Any]) -> str:
    ending = RICH.get(Channel(channel))
    if ending is None:
        return ""
    try:
        return str(_source(name, ending).render(dict(context)))
    except TemplateDoesNotExist as missing:
        if missing.args and str(missing.args[0]).endswith(f".{ending}"):
            return ""
        raise


def _text_message(
    name: str, context: Mapping[str, Any], links: Mapping[str, Mapping[str, Any]]
) -> str:
    sent = Message(links=dict(links))

    def length(words: str) -> int:
        return texts.septets(MARK.sub(lambda mark: _filler(mark, sent), words))

    return texts.fitted(_plain(_source(name, RICH[Channel.TEXT]), context), length)


def _filler(mark: re.Match[str], sent: Message) -> str:
    kind, link = mark.groups()
    if link not in sent.links:
        return mark[0]
    return ANY_CODE if kind == "code" else address_of(sent, link)


def text_message(message: Message) -> str:
    """The one line of a text message as it leaves."""
    return fill(message.html, message)


def _tidy(text: str) -> str:
    """What the tags of a template leave behind: no blank ends, one blank line at most."""
    lines = "\n".join(line.strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()
