"""Recognising the same person, within a list and among those already known.

The same name (however it is typed) and one way in common: e-mail, telephone or
address; or the same name, where nothing else is known of either. Couples share all three and have two first names: they stay apart.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Generic, TypeVar

from champions.names import address_key, folded

Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a person is recognised by; empty where nothing is known."""

    name_key: str
    email_key: str
    phone: str
    address_key: str


@dataclass(frozen=True, slots=True)
class Match(Generic[Known]):
    """Who it is, and whether only the telephone says so while the address differs."""

    known: Known
    moved: bool


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
    place = folded(postal_code or city)
    return Identity(
        name_key=folded(first_name, last_name),
        email_key=address_key(email),
        phone=phone,
        address_key=f"{folded(address)} {place}" if address else "",
    )


class Register(Generic[Known]):
    """Those seen so far, each with whatever the caller knows them by."""

    def __init__(self) -> None:
        self._by_name: defaultdict[str, list[tuple[Identity, Known]]]
        self._by_name = defaultdict(list)

    def add(self, who: Identity, known: Known) -> None:
        self._by_name[who.name_key].append((who, known))

    def find(self, who: Identity) -> Match[Known] | None:
        """The first one who is the same person; one who did not move comes first."""
        same = [
            Match(known, moved=_moved(who, other))
            for other, known in self._by_name.get(who.name_key, ())
            if _same_way(who, other)
        ]
        return min(same, key=lambda match: match.moved, default=None)


def _same_way(one: Identity, other: Identity) -> bool:
    return (
        (bool(one.email_key) and one.email_key == other.email_key)
        or (bool(one.phone) and one.phone == other.phone)
        or (bool(one.address_key) and one.address_key == other.address_key)
        or not (_has_way(one) or _has_way(other))
    )


def _has_way(one: Identity) -> bool:
    return bool(one.email_key or one.phone or one.address_key)


def _moved(one: Identity, other: Identity) -> bool:
    """Two people of one name may share a number: such a pair deserves a look."""
    return (
        one.address_key != other.address_key
        and bool(one.address_key and other.address_key)
        and not (one.email_key and one.email_key == other.email_key)
    )
