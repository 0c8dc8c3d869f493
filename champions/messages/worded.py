"""Messages that a centre may put into its own words: which they are, and how the words,
ours or theirs, become what a template shows.

A room names its messages by the hook `worded_messages`: a function that returns them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from wagtail import hooks

from champions.enums import Channel, Language
from champions.glyphs import cannot_draw
from champions.languages import direction_of, fixed_languages, is_ours
from champions.messages.marks import Mark, filled, marks_in
from champions.models import Centre, Wording
from champions.names import folded

# Somebody of staff says it or hands it over, and speaks one of our languages.
SPOKEN_WITH = (Channel.PHONE, Channel.IN_PERSON)
# Unicode's marks around what has a direction of its own (UAX 9: FSI, PDI).
APART, JOINED = "\u2068", "\u2069"
Context = Mapping[str, Any]
Links = Mapping[str, Mapping[str, Any]]
# From a message's context, a language and the one of ours to fall back on, to what each
# mark stands for.
Values = Callable[[Context, str, str], dict[str, str]]
# For a centre and one of our languages: what somebody invented would be told.
Sample = Callable[[Centre, str], tuple[Context, Links]]


@dataclass(frozen=True)
class Ours:
    """Our words for a message, to translate line by line; "" begins a paragraph."""

    subject: Promise
    lines: tuple[str | Promise, ...]

    @property
    def words(self) -> str:
        """In the language of the moment, with their marks."""
        return "\n".join(map(str, self.lines))


@dataclass(frozen=True)
class Worded:
    """A message by the name of its templates; two that say one thing share a `slug`, and
    a centre's words for it."""

    name: str
    slug: str
    title: str | Promise
    when: str | Promise
    marks: tuple[Mark, ...]
    required: frozenset[str]
    ours: Ours
    values: Values
    sample: Sample

    @property
    def labels(self) -> dict[str, str]:
        """Every way to write a mark, folded, in every language of ours."""
        known: dict[str, str] = {}
        for language in Language.values:
            with translation.override(language):
                known |= {folded(str(mark.label)): mark.key for mark in self.marks}
        return known


@dataclass(frozen=True)
class Said:
    """What a template shows of a message: its words around the box with the facts, in
    `language`; and in which languages our own lines stand beside them."""

    subject: str
    before: list[str]
    after: list[str]
    text_line: str
    values: Mapping[str, str]
    language: str
    fixed: tuple[str, ...]
    direction: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "direction", direction_of(self.language))

    @property
    def is_theirs(self) -> bool:
        """In a language that we have no words in."""
        return len(self.fixed) > 1


def all_worded() -> list[Worded]:
    """One for each slug, in the order of the pages."""
    first: dict[str, Worded] = {}
    for one in _by_name().values():
        first.setdefault(one.slug, one)
    return list(first.values())


def worded_message(name: str) -> Worded | None:
    return _by_name().get(name)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Worded]:
    return {
        one.name: one for tell in hooks.get_hooks("worded_messages") for one in tell()
    }


def own_words(
    name: str, centre: Centre | None, *, channel: str, language: str, speaks: str = ""
) -> Wording | None:
    """The centre's words for a message to somebody who `speaks` another language, or is
    written to in one of ours; None where it has none and ours are said."""
    worded = worded_message(name)
    if worded is None or centre is None:
        return None
    tags = [language] if channel in SPOKEN_WITH else [speaks, language]
    known = (centre.own_words.get((worded.slug, tag)) for tag in tags)
    return next((own for own in known if own and _fits(own, channel)), None)


def written_in(
    name: str, centre: Centre, *, channel: str, language: str, speaks: str = ""
) -> str:
    """The tag of the language in which somebody would be told."""
    own = own_words(name, centre, channel=channel, language=language, speaks=speaks)
    return own.language if own else language


def worded_languages(name: str, centre: Centre) -> list[str]:
    """English and French, and every other in which the centre says this message."""
    worded = worded_message(name)
    tags = (tag for slug, tag in centre.own_words if worded and slug == worded.slug)
    return [*Language.values, *sorted(tag for tag in tags if not is_ours(tag))]


def _fits(own: Wording, channel: str) -> bool:
    """On paper only what this machine has letters for: boxes help nobody."""
    return channel == Channel.EMAIL or not cannot_draw(own.subject + own.words)


def say(
    worded: Worded,
    context: Context,
    *,
    channel: str,
    language: str,
    own: Wording | None = None,
) -> Said:
    """The words of a message for one recipient, their links and codes not yet filled:
    the centre's `own`, or ours."""
    tag = own.language if own else language
    values = worded.values(context, tag, language)
    if channel == Channel.PHONE:  # nobody says a link on the telephone
        values |= {mark.key: "" for mark in worded.marks if mark.is_way_in}
    words = own or ours_in(worded, language)
    before, after = _around_block(worded, words.words)
    subject = filled(words.subject, values)
    if direction_of(tag) == "rtl":
        values = {key: _apart(key, value) for key, value in values.items()}
    return Said(
        subject=subject,
        before=_paragraphs(filled(before, values)),
        after=_paragraphs(filled(after, values)),
        text_line=filled(words.text_line, values),
        values=values,
        language=tag,
        fixed=fixed_languages(tag, language),
    )


def _apart(key: str, value: str) -> str:
    """A name or number inside words that run from right to left, in its own direction:
    else a telephone number would be read backwards. Not a link: its mail program would
    take the sign that ends this for a part of it."""
    return f"{APART}{value}{JOINED}" if value and key != "link" else value


def ours_in(worded: Worded, language: str) -> Wording:
    """Our words as if they were a centre's, with their marks."""
    with translation.override(language):
        return Wording(subject=str(worded.ours.subject), words=worded.ours.words)


def _around_block(worded: Worded, words: str) -> tuple[str, str]:
    """What stands before the box, and after it; without a place for it, all before."""
    blocks = {mark.key for mark in worded.marks if mark.is_block}
    lines = words.splitlines()
    at = next((n for n, line in enumerate(lines) if blocks & {*marks_in(line)}), None)
    if at is None:
        return words, ""
    return "\n".join(lines[:at]).strip(), "\n".join(lines[at + 1 :]).strip()


def _paragraphs(words: str) -> list[str]:
    return [part for part in words.split("\n\n") if part.strip()]
