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
from champions.languages import direction_of
from champions.messages.marks import Mark, filled, marks_in
from champions.names import folded

# From a message's context, a language and the one of ours to fall back on, to what each
# mark stands for.
Values = Callable[[Mapping[str, Any], str, str], dict[str, str]]


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


def worded_message(name: str) -> Worded | None:
    return _by_name().get(name)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Worded]:
    return {
        one.name: one for tell in hooks.get_hooks("worded_messages") for one in tell()
    }


def fixed_languages(tag: str, language: str) -> tuple[str, ...]:
    """In which languages our own lines are said beside words in a language: in English
    and French where it is neither, the person's own of the two first."""
    if tag == language:
        return (language,)
    return (language, *(one for one in Language.values if one != language))


def say(
    worded: Worded,
    context: Mapping[str, Any],
    *,
    channel: str,
    language: str,
) -> Said:
    """The words of a message for one recipient, their links and codes not yet filled."""
    values = worded.values(context, language, language)
    if channel == Channel.PHONE:  # nobody says a link on the telephone
        values |= {mark.key: "" for mark in worded.marks if mark.is_way_in}
    with translation.override(language):
        subject, words = str(worded.ours.subject), worded.ours.words
    before, after = _around_block(worded, words)
    return Said(
        subject=filled(subject, values),
        before=_paragraphs(filled(before, values)),
        after=_paragraphs(filled(after, values)),
        values=values,
        language=language,
        fixed=fixed_languages(language, language),
    )


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
