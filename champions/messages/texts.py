"""Text messages: letters that every telephone knows, and never more than one message.

A text message carries 160 signs of one small alphabet (GSM 03.38, 6.2.1); a single
letter beyond it would halve what fits. Pure: no rows here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

MOST = 160
ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Sent as two signs.
EXTENSION = frozenset("^{}\\[~]|€\f")
# What has no letter behind it that a plain one could stand for.
PLAINLY = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "−": "-",
        "‑": "-",
        "…": "...",
        "•": "-",
        "·": "-",
        "œ": "oe",
        "Œ": "OE",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "\t": " ",
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{THIN SPACE}": " ",
    }
)
OPTIONAL = "?"
# As much as there is before the last space or hyphen.
WORD_ENDS = re.compile(r"(.+)[ -]", re.DOTALL)


def plain(text: str) -> str:
    """The words in the alphabet of text messages: ê becomes e, ç becomes c; what has no
    plain form is left out."""
    composed = unicodedata.normalize("NFC", text).translate(PLAINLY)
    return "".join(_plain_sign(sign) for sign in composed)


def _plain_sign(sign: str) -> str:
    if sign in ALPHABET or sign in EXTENSION:
        return sign
    bare = unicodedata.normalize("NFKD", sign)
    return "".join(one for one in bare if one in ALPHABET)


def septets(text: str) -> int:
    """How much of the 160 these words take; a letter outside the alphabet raises
    ValueError."""
    if strange := set(text) - ALPHABET - EXTENSION:
        raise ValueError(f"not in the alphabet of text messages: {sorted(strange)}")
    return sum(2 if sign in EXTENSION else 1 for sign in text)


def within(words: str, most: int) -> str:
    """The words in at most so many signs, cut where a word ends, if one does."""
    words = " ".join(plain(str(words)).split())
    if septets(words) <= most:
        return words
    kept = words[:most]
    while septets(kept) > most:
        kept = kept[:-1]
    whole = WORD_ENDS.match(kept + words[len(kept)])
    return (whole[1] if whole else kept).rstrip(" ,.:;-'")


def fitted(words: str, length: Callable[[str], int]) -> str:
    """One message out of its pieces, each a line of its template, joined by spaces. A
    piece that begins with “?” may be left out: the last one first, until everything
    fits. What still does not is cut from the first piece. `length` counts the signs as
    they are once its links are filled in."""
    pieces = [piece for line in words.splitlines() if (piece := line.strip())]
    while length(joined := _joined(pieces)) > MOST and _leave_one_out(pieces):
        pass
    if (over := length(joined) - MOST) > 0:
        first = _said(pieces[0])
        pieces[0] = within(first, max(septets(first) - over, 0))
        joined = _joined(pieces)
    return joined


def _leave_one_out(pieces: list[str]) -> bool:
    may_go = [at for at, piece in enumerate(pieces) if piece.startswith(OPTIONAL)]
    if may_go:
        del pieces[may_go[-1]]
    return bool(may_go)


def _joined(pieces: list[str]) -> str:
    return " ".join(filter(None, map(_said, pieces)))


def _said(piece: str) -> str:
    return " ".join(plain(piece.removeprefix(OPTIONAL)).split())
