"""One form for names and addresses that mean the same, however they were typed."""

from __future__ import annotations

import re
import unicodedata

# Letters that decomposition leaves whole, as people type them without a special key.
PLAIN = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
ACCENTS = re.compile("[\u0300-\u036f]")
# What a plain English name loses; half of all names need no more than this.
ENGLISH = str.maketrans(
    {
        sign: sign.lower() if sign.isalpha() else None
        for sign in map(chr, range(128))
        if unicodedata.category(sign)[0] in "ZPC" or sign.isupper()
    }
)
# As long as the column that holds a folded name.
LONGEST = 170
LONGEST_PLACE = 200


def unaccented(text: str) -> str:
    """Lower case, without accents; other scripts keep all their signs."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    return ACCENTS.sub("", decomposed.casefold()).translate(PLAIN)


def folded(*names: str) -> str:
    """For comparing names and places: "Jean-Luc  Côté" and "JEAN LUC COTE" agree.

    Several names are joined without a space. A name without any letter or digit keeps
    its signs, so that "??" is not "".
    """
    return "".join(map(_folded, names))[:LONGEST]


def _folded(name: str) -> str:
    if name.isascii() and (short := name.translate(ENGLISH)):
        return short
    plain = unaccented(name)
    kept = "".join(sign for sign in plain if unicodedata.category(sign)[0] not in "ZPC")
    return kept or "".join(plain.split())


def place_key(address: str, place: str) -> str:
    """One form for an address, however it was typed; `place` is its postal code, or else
    its town. Empty without an address."""
    return f"{folded(address)} {folded(place)}"[:LONGEST_PLACE] if address else ""


def spaced(text: str) -> str:
    """Words alone, with one space between: for headings and choices."""
    return " ".join(re.sub(r"[\W_]+", " ", unaccented(text)).split())


def address_key(email: str) -> str:
    """The one form in which e-mail addresses are compared, and limits are counted.

    Accents stay: two addresses that differ by one are two mailboxes.
    """
    return unicodedata.normalize("NFKC", email).casefold().strip()
