"""Finding ideas by their words, before one is told twice."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from champions.models import Centre
from champions.search import search_text
from ideas.enums import IdeaStage
from ideas.models import Idea

# Offered when at least this share of the shorter title's words is in both.
SHARE = 0.5
MOST_SHOWN = 3
MOST_READ = 300
# Words and stems in so many titles that they say nothing.
LITTLE_WORDS = frozenset(
    [
        "and",
        "for",
        "the",
        "our",
        "with",
        "from",
        "that",
        "this",
        "some",
        "who",
        "one",
        "club",
        "group",
        "les",
        "des",
        "une",
        "pour",
        "avec",
        "dans",
        "sur",
        "aux",
        "par",
        "nos",
        "club",
        "group",
        "qui",
        "mon",
    ]
)
# How people begin to say what they like to do.
LIKING = frozenset(
    [
        "like",
        "love",
        "enjoy",
        "can",
        "know",
        "good",
        "thing",
        "time",
        "peopl",
        "help",
        "anybodi",
        "aim",
        "fair",
        "pouvoir",
        "peux",
        "savoir",
        "sais",
        "bien",
        "temp",
        "gen",
        "aid",
        "chos",
    ]
)


def similar_ideas(centre: Centre, what: str, *, language: str) -> list[Idea]:
    """Up to three ideas of the centre that may be the same, the likest first."""
    asked = _telling(search_text(language, what))
    if not asked:
        return []
    shares_a_word = Q()
    for stem in asked:
        shares_a_word |= Q(search_text__contains=f" {stem}")
    others = Idea.objects.of(centre).exclude(stage=IdeaStage.MERGED)
    found = others.filter(shares_a_word).select_related("author")[:MOST_READ]
    scored = [(_likeness(asked, idea), idea) for idea in found]
    alike = [pair for pair in scored if pair[0] >= SHARE]
    alike.sort(key=lambda pair: -pair[0])
    return [idea for _score, idea in alike[:MOST_SHOWN]]


def wanting(gifts: str, ideas: Iterable[Idea], *, language: str) -> list[Idea]:
    """Of these ideas the ones that speak of what somebody likes to do, those that speak
    of most of it first."""
    given = _telling(search_text(language, gifts)) - LIKING
    shared = [(len(given & set(idea.search_text.split())), idea) for idea in ideas]
    met = [pair for pair in shared if pair[0]]
    met.sort(key=lambda pair: -pair[0])
    return [idea for _count, idea in met]


def _likeness(asked: set[str], idea: Idea) -> float:
    title = _telling(search_text(idea.language, idea.what))
    return len(asked & title) / max(1, min(len(asked), len(title)))


def _telling(text: str) -> set[str]:
    return {stem for stem in text.split() if len(stem) > 2} - LITTLE_WORDS
