"""Drawing lots for the places of a welcome workshop. Pure: no database, no clock.

Every party draws the number SHA-256("<seed>:<its uuid>"); the smallest number comes
first. Places are given in that order. A party moves together: one that does not fit
into what is left is passed over, and the next that fits has the places. Whoever missed
an earlier draw comes before everybody else. `docs/draw.md` says it in words, and
`deploy/repeat_draw.py` repeats a draw without this code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Party:
    """One yes, with everybody who comes along; `first` missed an earlier draw."""

    uuid: UUID
    people: int
    first: bool = False


@dataclass(frozen=True)
class Lot:
    """What a party drew, in the order of the draw."""

    party: Party
    number: str
    has_place: bool


def seal_of(seed: str) -> str:
    """What is published before the draw: it fixes the seed and does not tell it."""
    return hashlib.sha256(seed.encode()).hexdigest()


def number_of(seed: str, uuid: UUID) -> str:
    """The number a party draws: 64 hexadecimal digits, compared as they stand."""
    return hashlib.sha256(f"{seed}:{uuid}".encode()).hexdigest()


def turn_of(party: Party, number: str) -> str:
    """Sorts parties as a draw does: the smallest has its turn first."""
    return f"{0 if party.first else 1}{number}"


def draw(seed: str, parties: Iterable[Party], places: int) -> list[Lot]:
    """Who has a place, in the order of the draw. The order in which the parties come
    in, when they answered and how, change nothing."""
    left, lots = places, []
    order = sorted(
        ((number_of(seed, party.uuid), party) for party in parties),
        key=lambda one: (turn_of(one[1], one[0]), one[1].uuid),
    )
    for number, party in order:
        fits = party.people <= left
        left -= party.people if fits else 0
        lots.append(Lot(party, number, fits))
    return lots
