"""Days on which no get-together is proposed: the holidays of a centre's place, and when
its doors are shut. Pure: the centre's own days are given.

The holidays are those of the `holidays` library: Ontario, Quebec, England, Wales.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from holidays import country_holidays

# In which tongue the library names the holidays of a country; what it does not know
# in French is in our own catalogue.
TONGUES = {"CA": {"en": "en_CA", "fr": "fr"}, "GB": {"en": "en_GB"}}
OBSERVED = re.compile(r" \((observed|observé)\)$")
NAMES = (
    gettext_noop("New Year’s Day"),
    gettext_noop("Good Friday"),
    gettext_noop("Easter Monday"),
    gettext_noop("May Day"),
    gettext_noop("Spring Bank Holiday"),
    gettext_noop("Late Summer Bank Holiday"),
    gettext_noop("Christmas Day"),
    gettext_noop("Boxing Day"),
)


@dataclass(frozen=True)
class Closed:
    """The doors are shut from the first to the last of these days, and why."""

    first: date
    last: date
    words: str = ""


@dataclass(frozen=True)
class ShutDays:
    """What is asked of a day: `on in shut`, and in words."""

    region: str
    closed: tuple[Closed, ...] = ()

    def __contains__(self, on: object) -> bool:
        return isinstance(on, date) and (
            on in holidays_of(self.region, on.year) or self._closed(on) is not None
        )

    def _closed(self, on: date) -> Closed | None:
        return next((one for one in self.closed if one.first <= on <= one.last), None)

    def why(self, on: date) -> str:
        """The name of the holiday, or why the centre is shut, in the language of the
        page; nothing for any other day."""
        if holiday := holiday_name(self.region, on):
            return holiday
        closed = self._closed(on)
        return closed.words if closed else ""


def holiday_name(region: str, on: date) -> str:
    """“Boxing Day”, in the language of the page; nothing on any other day."""
    country = region[:2]
    tongues = TONGUES[country]
    tongue = tongues.get((get_language() or "en")[:2], tongues["en"])
    name = holidays_of(region, on.year, tongue).get(on, "").replace("'", "’")
    known = OBSERVED.sub("", name)
    if not known:
        return ""
    # What the library already says in French is not in the catalogue, and stays.
    return _(known) + (" " + _("(observed)") if known != name else "")


@lru_cache(maxsize=200)
def holidays_of(
    region: str, year: int, tongue: str | None = None
) -> Mapping[date, str]:
    """Each holiday of a year by its name; `region` as in `champions.enums.Region`."""
    country, subdivision = region.split("-")
    return dict(
        country_holidays(country, subdivision, years=year, language=tongue).items()
    )
