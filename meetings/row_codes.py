"""The five digits beside each name on the printed sheet, by which it is typed back. Pure.

A code is a multiple of eleven: one digit read wrongly, or two neighbours swapped, never
makes another code. It follows from the seat's id, so that nothing is stored, a sheet
printed again says the same, and a code tells nothing about anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

DIGITS = 5
ELEVEN = 11
FIRST, HOW_MANY = 910, 8181  # 10010 to 99990, all of five digits
STRIDE = 2999  # has no divisor in common with HOW_MANY: ids in a row lie far apart


def row_codes(seat_ids: Iterable[int]) -> dict[int, str]:
    """The code of each seat of one gathering. Two ids that fall on the same code are
    far apart; the later one takes the next that is free."""
    codes: dict[int, str] = {}
    taken: set[int] = set()
    for seat_id in sorted(seat_ids):
        number = seat_id * STRIDE % HOW_MANY
        while number in taken:
            number = (number + 1) % HOW_MANY
        taken.add(number)
        codes[seat_id] = str(ELEVEN * (FIRST + number))
    return codes


def read_codes(typed: str) -> list[str]:
    """The codes in what somebody typed: one or several, with or without spaces. What
    is no code is given back as it is."""
    words = re.findall(r"[^\s,;]+", typed)
    digits = "".join(words)
    if digits.isdecimal() and any(len(word) != DIGITS for word in words):
        return [digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS)]
    return words
