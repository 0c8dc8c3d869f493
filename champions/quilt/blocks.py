"""Which block a thing has: the rule from uuid, kind and salt; drawing is elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from uuid import UUID

from champions.quilt.patterns import (
    FABRICS,
    ORDERS,
    PATTERNS,
    SETS,
    Pattern,
    Point,
)

HIGHEST_SALT = 15
PATCH_FABRICS = ("blush", "mist", "sun", "berry", "cedar", "night")


@dataclass(frozen=True)
class Block:
    """The square of a centre, group, idea or programme; the same wherever it is seen.

    `salt` is 0 unless a sibling of the same centre would look the same.
    """

    uuid: UUID | str
    kind: str = "together"
    salt: int = 0

    @cached_property
    def pattern_number(self) -> int:
        return _digest(self.uuid, self.salt)[0] % 2

    @cached_property
    def set_number(self) -> int:
        return _digest(self.uuid, self.salt)[1] % len(SETS)

    @cached_property
    def order(self) -> str:
        return ORDERS[_digest(self.uuid, self.salt)[2] % len(ORDERS)]

    @property
    def pattern(self) -> Pattern:
        return PATTERNS[self.kind][self.pattern_number]

    @property
    def face(self) -> tuple[str, int, int]:
        """What a neighbour would confuse it with: kind, pattern and set of fabrics."""
        return self.kind, self.pattern_number, self.set_number

    @property
    def ground(self) -> str:
        return FABRICS[SETS[self.set_number][0]]

    @property
    def fabrics(self) -> dict[str, str]:
        """The colour of each role, `#RRGGBB`."""
        names = SETS[self.set_number][1:]
        return {
            role: FABRICS[name] for role, name in zip(self.order, names, strict=True)
        }

    @cached_property
    def patches(self) -> dict[str, list[tuple[Point, ...]]]:
        """Every patch of the whole block, by role in order of first appearance."""
        patches: dict[str, list[tuple[Point, ...]]] = {}
        for role, corners in self.pattern.pieces:
            patches.setdefault(role, []).extend(
                _four_times(corners, self.pattern.symmetry)
            )
        return patches


def next_free_salt(uuid: UUID | str, kind: str, siblings: Iterable[Block]) -> int:
    """The lowest salt with which no sibling of the centre has the same face.

    After 15 tries a likeness is accepted: patterns and sets are finite.
    """
    taken = {sibling.face for sibling in siblings}
    for salt in range(HIGHEST_SALT):
        if Block(uuid, kind, salt).face not in taken:
            return salt
    return HIGHEST_SALT


def shifted(fabrics: Mapping[str, str]) -> dict[str, str]:
    """The fabrics moved on by one role, for every other block of a ribbon."""
    return {"a": fabrics["b"], "b": fabrics["c"], "c": fabrics["a"]}


def patch_number(uuid: UUID | str) -> int:
    """Which of the six fabrics of `PATCH_FABRICS` a person's name patch has."""
    return _digest(uuid, 0)[0] % len(PATCH_FABRICS)


def initials(name: str) -> str:
    """One letter for one name, two for a double one ("Jean-Guy" is JG)."""
    names = name.replace("-", " ").split()
    return "".join(part[0] for part in names[:2]).upper()


def _digest(uuid: UUID | str, salt: int) -> bytes:
    seed = f"quilt-1:{str(uuid).lower()}"
    return sha256((f"{seed}:{salt}" if salt else seed).encode()).digest()


def _four_times(corners: tuple[Point, ...], symmetry: str) -> list[tuple[Point, ...]]:
    if symmetry == "M":
        return [
            corners,
            tuple((24 - x, y) for x, y in corners),
            tuple((24 - x, 24 - y) for x, y in corners),
            tuple((x, 24 - y) for x, y in corners),
        ]
    turned = [corners]
    for _ in range(3):
        turned.append(tuple((24 - y, x) for x, y in turned[-1]))
    return turned
