"""When a programme happens, as it stands on a poster: “Every Tuesday, 10 to 11:30 am”.
Pure."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from champions.when import day_in_words, hours
from cms.dates import DAYS_IN_WEEK, LAST_WEEK, NAMED_DAYS
from cms.enums import Pattern
from cms.models import Programme


def when_in_words(programme: Programme) -> str:
    """With the hours, by the wall clock of the centre."""
    said = f"{_days(programme)}, {hours(programme.at, programme.until)}"
    has_season = programme.months and programme.pattern not in NAMED_DAYS
    return f"{said}, {_season(programme)}" if has_season else said


def _days(programme: Programme) -> str:
    first = programme.first_on
    words = {"weekday": _weekday(first), "number": _number(first), "nth": _nth(first)}
    patterns = {
        Pattern.WEEKLY: _("Every %(weekday)s"),
        Pattern.FORTNIGHTLY: _("Every second %(weekday)s"),
        Pattern.MONTHLY: _("The %(nth)s %(weekday)s of each month"),
        Pattern.MONTHLY_BY_DATE: _("Day %(number)s of each month"),
        Pattern.DATES: _("On some days"),
    }
    if programme.pattern == Pattern.ONCE:
        words_of_day = day_in_words(first)
        return words_of_day[:1].upper() + words_of_day[1:]
    return patterns[Pattern(programme.pattern)] % words


def _season(programme: Programme) -> str:
    months = [date(2000, month, 1) for month in sorted(programme.months)]
    named = ", ".join(day_in_words(month).split()[-1] for month in months)
    return _("in these months: %(months)s") % {"months": named}


def _number(day: date) -> str:
    """“5”; in French the first one is “1er”."""
    return pgettext("day of each month", "1") if day.day == 1 else str(day.day)


def _weekday(day: date) -> str:
    """“Tuesday”, “mardi”: as it stands within a sentence."""
    return day_in_words(day).split()[0]


def _nth(day: date) -> str:
    """“second”; the fifth one counts as the last, as in `cms.dates`."""
    week = (day.day - 1) // DAYS_IN_WEEK + 1
    words = (
        pgettext("weekday of a month", "first"),
        pgettext("weekday of a month", "second"),
        pgettext("weekday of a month", "third"),
        pgettext("weekday of a month", "fourth"),
        pgettext("weekday of a month", "last"),
    )
    return words[LAST_WEEK - 1 if week == LAST_WEEK else week - 1]
