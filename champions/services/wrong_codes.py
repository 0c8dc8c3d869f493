"""Many wrong codes in a day: what staff are told, for as long as it is so. Nothing is
stored for it; it is asked of the counts, which are kept for two days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet, Sum
from django.utils import timezone

from champions.models import Centre, WrongCode

A_DAY = timedelta(hours=24)
# More than slips of the hand: a source is asked for the name after thirty in an hour.
MANY_HERE = 100
MANY_ANYWHERE = 1_000


@dataclass(frozen=True)
class ManyWrong:
    """How many wrong codes were typed in the last 24 hours, in this centre or else in
    all of them together, by how many sources, and since when."""

    count: int
    sources: int
    since: datetime
    is_here: bool


def many_wrong_codes(centre: Centre) -> ManyWrong | None:
    """Nothing as long as it is what slips of the hand come to."""
    lately = WrongCode.objects.filter(hour__gt=timezone.now() - A_DAY)
    here = _summed(lately.of(centre), MANY_HERE, is_here=True)
    return here or _summed(lately, MANY_ANYWHERE, is_here=False)


def _summed(rows: QuerySet[WrongCode], many: int, *, is_here: bool) -> ManyWrong | None:
    found = rows.aggregate(
        n=Sum("count"), sources=Count("source", distinct=True), since=Min("hour")
    )
    if (found["n"] or 0) < many:
        return None
    return ManyWrong(found["n"], found["sources"], found["since"], is_here)
