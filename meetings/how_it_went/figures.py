"""Numbers as people read them. A share never stands without the numbers it is made of."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from meetings.how_it_went.counting import Stay, Step, Tally

# A share of fewer people than this is chance, and is not said.
FEW = 10
NOTHING = "–"


def in_figures(n: int) -> str:
    """“1,850”; in French “1 850”."""
    return number_format(n, use_l10n=True, force_grouping=True)


def share(part: int, whole: int) -> str:
    """“12 of 480 (2.5%)”; of fewer than ten people only “2 of 7”."""
    if not whole:
        return NOTHING
    if whole < FEW:
        return _of(part, whole)
    percent = 100 * part / whole
    places = 1 if 0 < percent < FEW else 0
    # Rounded first: the format cuts off.
    percent = round(percent, places)
    return _("%(numbers)s (%(percent)s%%)") % {
        "numbers": _of(part, whole),
        "percent": number_format(percent, decimal_pos=places, use_l10n=True),
    }


def _of(part: int, whole: int) -> str:
    words = {"part": in_figures(part), "whole": in_figures(whole)}
    return _("%(part)s of %(whole)s") % words


def taken(step: str, tally: Tally) -> str:
    """How many took a step; of whom nobody can say it, that is said, and no nought."""
    n = tally.of(step)
    if step != Step.REACHED or not tally.perhaps_reached:
        return in_figures(n)
    if not n:
        return _("not known")
    return _("%(n)s, not known for %(others)s") % {
        "n": in_figures(n),
        "others": in_figures(tally.perhaps_reached),
    }


def after(months: int) -> str:
    return _("Still here after %(n)s months") % {"n": months}


def still(months: int, tally: Tally) -> str:
    """“11 of 12”; “too early” while nobody has been a champion for so long."""
    of, early = tally.still_of(months), tally.stays(Stay.TOO_EARLY, months)
    if not of:
        return _("too early") if early else NOTHING
    words = _of(tally.stays(Stay.HERE, months), of)
    if not early:
        return words
    return _("%(words)s, too early for %(n)s") % {
        "words": words,
        "n": in_figures(early),
    }
