"""Two people who may be one: the same name and something less than a way in common, or
nearly the same name and a way in common."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from champions.contacts.matching import Identity, Likeness, alike
from champions.enums import PairReason
from champions.names import folded

# Slips in the whole name: one in a short one, two in a long one.
SHORT = 9
NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody as they are compared: what they are recognised by, and their two names."""

    pk: int
    first_name: str
    last_name: str
    who: Identity


def doubt_between(one: Looked, other: Looked) -> PairReason | None:
    """Why the two may be one person; none where nothing says so."""
    if one.who.name_key != other.who.name_key:
        alike_named = _shares_a_way(one, other) and _nearly_named(one, other)
        return PairReason.SPELLING if alike_named else None
    likeness = alike(one.who, other.who)
    if likeness == Likeness.SAME:
        return PairReason.SAME
    if likeness == Likeness.DOUBTFUL:
        return PairReason.NUMBER
    return PairReason.STREET if _on_one_street(one, other) else None


def _shares_a_way(one: Looked, other: Looked) -> bool:
    mine = (one.who.email_key, one.who.phone, one.who.address_key)
    theirs = (other.who.email_key, other.who.phone, other.who.address_key)
    return any(way and way == their for way, their in zip(mine, theirs, strict=True))


def _nearly_named(one: Looked, other: Looked) -> bool:
    """A letter or two apart, or first and last name the wrong way round."""
    mine, theirs = one.who.name_key, other.who.name_key
    if folded(one.last_name, one.first_name) == theirs:
        return True
    most = 1 if min(len(mine), len(theirs)) < SHORT else 2
    return bool(OSA.distance(mine, theirs, score_cutoff=most) <= most)


def _on_one_street(one: Looked, other: Looked) -> bool:
    """Whatever the house number and the postal code."""
    mine, theirs = _street(one.who.address_key), _street(other.who.address_key)
    return bool(mine) and mine == theirs


def _street(address_key: str) -> str:
    return NUMBERS.sub("", address_key.partition(" ")[0])
