"""Headings in which a letter slipped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import itemgetter

from rapidfuzz.distance import OSA

from champions.names import spaced


def meant_by(heading: str, known: Iterable[str]) -> str:
    """The known heading one slip away, or two in a long one; short words say nothing."""
    typed = spaced(heading)
    slips = 0 if len(typed) < 5 else 1 if len(typed) < 9 else 2
    if not slips:
        return ""
    near = (
        (OSA.distance(typed, spaced(name), score_cutoff=slips), name)
        for name in known
        # "Email 2" is not a slip of "Email 1".
        if _digits(typed) == _digits(name)
    )
    distance, name = min(near, key=itemgetter(0), default=(slips + 1, ""))
    return name if distance <= slips else ""


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
