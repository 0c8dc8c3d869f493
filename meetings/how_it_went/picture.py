"""The picture of how it went: a bar for each step, drawn from the same numbers as the
table beside it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from meetings.how_it_went.bars import Band, Bar, bars
from meetings.how_it_went.counting import MONTHS, Stay, Step, Tally
from meetings.how_it_went.figures import after, still, taken

# It begins with many and ends with few: two scales, a seam between them.
ASKING = (Step.ASKED, Step.REACHED, Step.ANSWERED)
COMING = (Step.YES, Step.CAME, Step.CHAMPION)


def picture(tally: Tally) -> SafeString:
    asked = max(tally.of(step) for step in ASKING)
    come = max(tally.of(step) for step in COMING)
    staying = [_still(months, tally, come) for months in MONTHS]
    return bars(
        [
            Band("lake", _steps(ASKING, tally, asked), seam=True),
            Band("clay", _steps(COMING, tally, come)),
            Band("moss", staying),
        ]
    )


def _steps(steps: Sequence[Step], tally: Tally, most: int) -> list[Bar]:
    return [
        Bar(str(step.label), taken(step, tally), _length(tally.of(step), most))
        for step in steps
    ]


def _still(months: int, tally: Tally, most: int) -> Bar:
    here = tally.stays(Stay.HERE, months)
    return Bar(after(months), still(months, tally), _length(here, most))


def _length(n: int, most: int) -> float:
    return n / most if most else 0.0
