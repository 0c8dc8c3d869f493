"""Recognising the same person, within a list and among those already known.

The same name (however it is typed) and one way in common: e-mail, telephone or address;
or the same name, where nothing else is known of either. Couples share all three and have
two first names: they stay apart. Who shares a name and a telephone and lives elsewhere
may be one person who moved or two of one name: that is for people to say.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

from champions.names import address_key, folded, place_key

Known = TypeVar("Known")


class Likeness(IntEnum):
    """How sure it is that two are one person."""

    OTHERS = 0
    DOUBTFUL = 1
    SAME = 2


@dataclass(frozen=True, slots=True)
class Identity:
    """What a person is recognised by; empty where nothing is known."""

    name_key: str
    email_key: str
    phone: str
    address_key: str


def identity(
    *,
    first_name: str,
    last_name: str,
    email: str = "",
    phone: str = "",
    address: str = "",
    city: str = "",
    postal_code: str = "",
) -> Identity:
    """Keys of a person; telephone in E.164, as cleaning writes it."""
    return Identity(
        name_key=folded(first_name, last_name),
        email_key=address_key(email),
        phone=phone,
        address_key=place_key(address, postal_code or city),
    )


class Register(Generic[Known]):
    """Those seen so far, each with whatever the caller knows them by."""

    def __init__(self) -> None:
        self._by_name: defaultdict[str, list[tuple[Identity, Known]]]
        self._by_name = defaultdict(list)

    def add(self, who: Identity, known: Known) -> None:
        self._by_name[who.name_key].append((who, known))

    def find(self, who: Identity) -> Known | None:
        """The first one who is the same person."""
        return self._first(who, Likeness.SAME)

    def doubt(self, who: Identity) -> Known | None:
        """The first one who may be the same person."""
        return self._first(who, Likeness.DOUBTFUL)

    def _first(self, who: Identity, likeness: Likeness) -> Known | None:
        others = self._by_name.get(who.name_key, ())
        return next((k for other, k in others if alike(who, other) == likeness), None)


def alike(one: Identity, other: Identity) -> Likeness:
    """Two who have the same name."""
    if _agree(one.email_key, other.email_key):
        return Likeness.SAME
    if _agree(one.address_key, other.address_key):
        return Likeness.SAME
    if _agree(one.phone, other.phone):
        elsewhere = one.address_key and other.address_key
        return Likeness.DOUBTFUL if elsewhere else Likeness.SAME
    return Likeness.OTHERS if _has_way(one) or _has_way(other) else Likeness.SAME


def _agree(one: str, other: str) -> bool:
    return bool(one) and one == other


def _has_way(one: Identity) -> bool:
    return bool(one.email_key or one.phone or one.address_key)
