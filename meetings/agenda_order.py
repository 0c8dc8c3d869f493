"""The order of what is talked about. Pure: keys name the rows, like "idea:12"."""

from __future__ import annotations

from collections.abc import Sequence


def in_order(keys: Sequence[str], order: Sequence[str]) -> list[str]:
    """The keys as the group has put them. What it has not yet ordered stands behind what
    it follows by itself; what is gone is left out."""
    known = set(keys)
    found = list(dict.fromkeys(key for key in order if key in known))
    for number, key in enumerate(keys):
        if key not in found:
            place = found.index(keys[number - 1]) + 1 if number else 0
            found.insert(place, key)
    return found


def put(keys: Sequence[str], key: str, *, beside: str, before: bool) -> list[str]:
    """The keys with one of them before or behind another; unchanged when one is gone.
    Done twice it is the same."""
    if key == beside or key not in keys or beside not in keys:
        return list(keys)
    rest = [one for one in keys if one != key]
    rest.insert(rest.index(beside) + (0 if before else 1), key)
    return rest
