"""Finding ideas by their words, before one is told twice."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from rapidfuzz import fuzz, process

from champions.enums import Language
from champions.models import Centre
from champions.names import unaccented
from champions.search import LIKE, search_text
from ideas.models import Idea, IdeaQuerySet

# Offered when at least this share of the shorter title's words is in both.
SHARE = 0.5
MOST_SHOWN = 3
MOST_READ = 300
MOST_COMPARED = 2000
# From so many letters on a word may be misspelt; how like two are then, of 100.
LONG = 4
SLIP = 80
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


def similar_ideas(centre: Centre, what: str) -> list[Idea]:
    """Up to three ideas of the centre that may be the same, the likest first; in
    whichever language each is, and with a letter wrong here and there. One that is told
    under another is found there."""
    asked = _asked(what)
    others = Idea.objects.of(centre).told()
    found = others.filter(_shares_a_word(asked.values()) | _looks_like(what, others))
    read = found.select_related("author", "merged_into__author")[:MOST_READ]
    return _likest(asked, read)


def similar_to_each(
    centre: Centre, whats: Iterable[str], *, but_of: UUID | None = None
) -> dict[str, list[Idea]]:
    """The same for each of many lines, in one question to the database however many
    they are; nothing of the form of quick entry `but_of`, which brings them."""
    others = Idea.objects.of(centre).told().defer("why", "brings", "wants")
    if but_of:
        others = others.exclude(entry=but_of)
    read = others.select_related("author", "merged_into__author")[:MOST_COMPARED]
    known = {idea.pk: idea for idea in read}
    titles = {pk: unaccented(idea.what) for pk, idea in known.items()}
    return {what: _similar_of(what, known, titles) for what in whats}


def _similar_of(
    what: str, known: dict[int, Idea], titles: dict[int, str]
) -> list[Idea]:
    asked = _asked(what)
    stems = [f" {stem}" for stem in set().union(*asked.values())]
    near = {pk for _title, _score, pk in _near(unaccented(what), titles)}
    read = [
        idea
        for pk, idea in known.items()
        if pk in near or any(stem in idea.search_text for stem in stems)
    ]
    return _likest(asked, read[:MOST_READ])


def _asked(what: str) -> dict[str, set[str]]:
    """What it says, in the stems of each language."""
    return {
        language: _telling(search_text(language, what)) for language in Language.values
    }


def _likest(asked: dict[str, set[str]], read: Iterable[Idea]) -> list[Idea]:
    scored = [(_likeness(asked[idea.language], idea), idea) for idea in read]
    alike = [pair for pair in scored if pair[0] >= SHARE]
    alike.sort(key=lambda pair: -pair[0])
    standing = dict.fromkeys(idea.merged_into or idea for _score, idea in alike)
    return list(standing)[:MOST_SHOWN]


def _shares_a_word(asked: Iterable[set[str]]) -> Q:
    shares = Q(pk=None)
    for stem in set().union(*asked):
        shares |= Q(search_text__contains=f" {stem}")
    return shares


def _looks_like(what: str, ideas: IdeaQuerySet) -> Q:
    """Titles in which no word is the same because each has a wrong letter."""
    rows = ideas.order_by().values_list("pk", "what")[:MOST_COMPARED]
    titles = {pk: unaccented(title) for pk, title in rows}
    return Q(pk__in=[pk for _title, _score, pk in _near(unaccented(what), titles)])


def _near(what: str, titles: dict[int, str]) -> list[tuple[str, float, int]]:
    return process.extract(
        what, titles, scorer=fuzz.WRatio, limit=MOST_READ, score_cutoff=LIKE
    )


def speaking_of(gifts: str, *, language: str) -> Q:
    """Ideas that speak of something that somebody likes to do, or look for it."""
    speaks = Q(pk=None)
    for stem in _telling(search_text(language, gifts)) - LIKING:
        speaks |= Q(search_text__contains=f" {stem}")
    return speaks


def telling_words(words: str, *, language: str) -> set[str]:
    """The stems by which what an idea looks for and what somebody likes to do meet,
    each in its own language."""
    return _telling(search_text(language, words)) - LIKING


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
    met = sum(any(_is_near(stem, other) for other in title) for stem in asked)
    return met / max(1, min(len(asked), len(title)))


def _is_near(stem: str, other: str) -> bool:
    """The same word, or one that a slip of the hand made of it; short words have too
    many neighbours."""
    if stem == other:
        return True
    return min(len(stem), len(other)) >= LONG and fuzz.ratio(stem, other) >= SLIP


def _telling(text: str) -> set[str]:
    return {stem for stem in text.split() if len(stem) > 2} - LITTLE_WORDS
