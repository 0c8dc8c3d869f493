"""On which days a programme happens. Pure: no database and no clock inside."""

from __future__ import annotations

from datetime import date, datetime, time

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from cms.enums import Pattern

# A fifth Tuesday is missing from most months; people mean the last one.
LAST_WEEK = 5
DAYS_IN_WEEK = 7


def occurrences(
    pattern: str, first_on: date, last_on: date | None, *, start: date, end: date
) -> list[date]:
    """The days from `start` to `end`, both included, by the pattern of a programme
    that begins on `first_on` and, when it has a season, ends on `last_on`."""
    end = min(end, last_on) if last_on else end
    if pattern == Pattern.ONCE:
        return [first_on] if start <= first_on <= end else []
    rule = rrule(
        dtstart=_midnight(first_on), until=_midnight(end), **_rule(pattern, first_on)
    )
    return [day.date() for day in rule if day.date() >= start]


def _rule(pattern: str, first_on: date) -> dict[str, object]:
    if pattern == Pattern.MONTHLY:
        return {"freq": MONTHLY, "byweekday": _weekday_of_month(first_on)}
    return {"freq": WEEKLY, "interval": 2 if pattern == Pattern.FORTNIGHTLY else 1}


def _weekday_of_month(day: date) -> weekday:
    """The same weekday of the month as `day`: the second Tuesday, the last Friday."""
    nth = (day.day - 1) // DAYS_IN_WEEK + 1
    return weekday(day.weekday(), -1 if nth == LAST_WEEK else nth)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
