"""Marks in the words of a message: `{name}` stands for what only the recipient's copy
says. Kept by a key that is the same in every language; shown to who writes them in the
language of the page. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.utils.functional import Promise

from champions.names import folded

IN_BRACES = re.compile(r"\{([^{}\n]*)\}")
BRACES = re.compile(r"[{}]")
# What a keyboard for Chinese or Japanese types.
WIDE = str.maketrans("\uff5b\uff5d", "{}")
BLANK_LINE = re.compile(r"\n\s*\n")
# Where a sentence ends, in the scripts of the world; a line ends one too.
END = re.compile(r"(?<=[.!?…。！？؟۔।])[ \u00a0]+|(?<=[。！？])")


@dataclass(frozen=True)
class Mark:
    """`key` is how it is kept, `label` what stands in its braces on the screen, `says`
    what it stands for. `why` it is needed is said to who leaves it out."""

    key: str
    label: str | Promise
    says: str | Promise
    why: str | Promise = ""
    # Nothing stands for it in some letters: its sentence is left out there.
    may_be_empty: bool = False
    # Opens something of the recipient's own; never in a subject, which others may see.
    is_way_in: bool = False
    # More than words: stands on a line of its own.
    is_block: bool = False

    @property
    def shown(self) -> str:
        """As people type it, in the language of the page."""
        return f"{{{self.label}}}"


def kept(text: str, marks: Iterable[Mark], labels: Mapping[str, str]) -> str:
    """People's words as they are kept: line ends alike, `{Prénom}` as `{name}`. `labels`
    are the folded labels of every language, with their keys."""
    keys = {folded(mark.key): mark.key for mark in marks}
    keys = {**labels, **keys}

    def key(found: re.Match[str]) -> str:
        known = keys.get(folded(found[1]))
        return f"{{{known}}}" if known else found[0]

    lines = (line.rstrip() for line in text.translate(WIDE).splitlines())
    return IN_BRACES.sub(key, "\n".join(lines).strip())


def shown(text: str, marks: Iterable[Mark]) -> str:
    """Kept words as they are shown to who changes them: `{name}` as `{prénom}`."""
    by_key = {mark.key: mark.shown for mark in marks}
    return IN_BRACES.sub(lambda found: by_key.get(found[1], found[0]), text)


def marks_in(text: str) -> list[str]:
    """What stands in braces, in order."""
    return IN_BRACES.findall(text)


def sentences(line: str) -> list[str]:
    """A line in its sentences; each ends with what stood between it and the next."""
    ends = [0, *(found.end() for found in END.finditer(line)), len(line)]
    return [line[start:end] for start, end in pairwise(ends) if start < end]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Kept words with what the marks stand for. A sentence with a mark for which there
    is nothing to say is left out, and with the last of them its line and paragraph."""
    paragraphs = (_filled_paragraph(one, values) for one in BLANK_LINE.split(text))
    return "\n\n".join(filter(None, paragraphs))


def _filled_paragraph(paragraph: str, values: Mapping[str, str]) -> str:
    lines = (_filled_line(line, values) for line in paragraph.splitlines())
    return "\n".join(filter(None, lines))


def _filled_line(line: str, values: Mapping[str, str]) -> str:
    said = [one for one in sentences(line) if all(map(values.get, marks_in(one)))]
    return IN_BRACES.sub(lambda found: values[found[1]], "".join(said)).strip()
