"""Forgiving search that is the same on every database: words are stored and asked for
without accents, capitals and endings."""

from __future__ import annotations

import re
from collections.abc import Iterable

import snowballstemmer
from django.db.models import Q
from rapidfuzz import fuzz, process

from champions.enums import Language
from champions.names import unaccented

STEMMERS = {Language.ENGLISH: "english", Language.FRENCH: "french"}
WORD = re.compile(r"\w\w+")
# How like each other two titles are, of 100, to be offered as "did you mean".
LIKE = 60


def search_text(language: str, *texts: str) -> str:
    """What a `search_text` column holds: the stem of each word, each after a space."""
    stems = _stems(" ".join(texts), language)
    return "".join(f" {stem}" for stem in dict.fromkeys(stems))


def saying(typed: str, *columns: str) -> Q:
    """Rows in whose `search_text`, or in one of these columns of the kind, each typed
    word is, in whichever language it was typed."""
    asked = Q()
    for word in WORD.findall(unaccented(typed)):
        stems = {stem for language in STEMMERS for stem in _stems(word, language)}
        either = Q()
        for column in columns or ("search_text",):
            for stem in sorted({word, *stems}):
                either |= Q((f"{column}__contains", f" {stem}"))
        asked &= either
    return asked


def nearest(typed: str, titles: Iterable[str], *, most: int = 3) -> list[str]:
    """The titles most like what was typed, for "did you mean"; perhaps none."""
    found = process.extract(
        typed,
        list(titles),
        scorer=fuzz.WRatio,
        processor=unaccented,
        limit=most,
        score_cutoff=LIKE,
    )
    return [title for title, _score, _place in found]


def _stems(text: str, language: str) -> list[str]:
    # A stemmer remembers the word it is at, so that threads may not share one.
    stemmer = snowballstemmer.stemmer(STEMMERS[Language(language)])
    stems: list[str] = stemmer.stemWords(WORD.findall(unaccented(text)))
    return stems
