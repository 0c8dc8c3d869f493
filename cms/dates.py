"""On which days a programme happens. Pure: no database and no clock inside.

The days are those of RFC 5545, asked of dateutil: a calendar program that reads our rule
(`rule_of`) and the days that are left out (`skipped`) finds the same days as we do.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from itertools import islice

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from cms.enums import Pattern

# A fifth Tuesday is missing from most months; people mean the last one.
LAST_WEEK = 5
DAYS_IN_WEEK = 7
# Every month has this day; of later ones the shorter months have their last.
IN_EVERY_MONTH = 28
# Days that somebody has named one by one: each of them is meant.
NAMED_DAYS = frozenset({Pattern.ONCE, Pattern.DATES})
FREQUENCIES = {WEEKLY: "WEEKLY", MONTHLY: "MONTHLY"}


@dataclass(frozen=True)
class Plan:
    """When a programme happens, in whole days on the centre's calendar.

    It begins on `first_on`, which also says the weekday or the day of the month, and ends
    on `last_on` or never. `days` are the others of a list of dates. `months` are the
    numbers of those in which it happens, each year; none means all.
    """

    pattern: str
    first_on: date
    last_on: date | None = None
    days: frozenset[date] = frozenset()
    months: frozenset[int] = frozenset()

    def is_in_season(self, day: date) -> bool:
        return not self.months or day.month in self.months


def occurrences(plan: Plan, *, start: date, end: date) -> list[date]:
    """The days that the plan says from `start` to `end`, both included."""
    if plan.pattern in NAMED_DAYS:
        return sorted(day for day in _named(plan) if start <= day <= end)
    end = min(end, plan.last_on) if plan.last_on else end
    rule = rrule(
        dtstart=_midnight(plan.first_on), until=_midnight(end), **_rule_parts(plan)
    )
    return [day.date() for day in rule if day.date() >= start]


def skipped(plan: Plan, shut: Container[date], *, start: date, end: date) -> list[date]:
    """The days that the plan says and that are left out, as the doors are `shut`
    (EXDATE). Of days that were named one by one none is."""
    if plan.pattern in NAMED_DAYS:
        return []
    return [day for day in occurrences(plan, start=start, end=end) if day in shut]


def happening(
    plan: Plan, shut: Container[date], *, start: date, end: date
) -> list[date]:
    """The days that the plan says and that are not left out."""
    left_out = set(skipped(plan, shut, start=start, end=end))
    days = occurrences(plan, start=start, end=end)
    return [day for day in days if day not in left_out]


def next_days(plan: Plan, shut: Container[date], *, start: date, most: int) -> list:
    """The next days that happen from `start` on, at most so many, however far away."""
    if plan.pattern in NAMED_DAYS:
        return sorted(day for day in _named(plan) if day >= start)[:most]
    until = _midnight(plan.last_on) if plan.last_on else None
    rule = rrule(dtstart=_midnight(plan.first_on), until=until, **_rule_parts(plan))
    ahead = (day.date() for day in rule.xafter(_midnight(start), inc=True))
    return list(islice((day for day in ahead if day not in shut), most))


def rule_of(plan: Plan, *, at: time, zone: tzinfo) -> str | None:
    """The plan as an RRULE (RFC 5545, 3.3.10) for a DTSTART on the wall clock of `zone`:
    the end of it is then given in UTC. None for named days, which are RDATEs."""
    if plan.pattern in NAMED_DAYS:
        return None
    parts = _rule_parts(plan)
    words = [f"FREQ={FREQUENCIES[parts['freq']]}"]
    if parts.get("interval", 1) > 1:
        words.append(f"INTERVAL={parts['interval']}")
    if plan.last_on:
        words.append(f"UNTIL={_in_utc(plan.last_on, at, zone)}")
    named = {
        "BYMONTH": parts.get("bymonth", ()),
        "BYMONTHDAY": parts.get("bymonthday", ()),
        "BYDAY": [_day_word(parts["byweekday"])] if "byweekday" in parts else (),
        "BYSETPOS": [parts["bysetpos"]] if "bysetpos" in parts else (),
    }
    words += [f"{name}={_listed(values)}" for name, values in named.items() if values]
    return ";".join(words)


def _named(plan: Plan) -> set[date]:
    others = plan.days if plan.pattern == Pattern.DATES else frozenset()
    days = others | {plan.first_on}
    return {day for day in days if not plan.last_on or day <= plan.last_on}


def _rule_parts(plan: Plan) -> dict:
    """What the plan means, in the words of dateutil's rrule."""
    season = {"bymonth": sorted(plan.months)} if plan.months else {}
    return season | _frequency(plan.pattern, plan.first_on)


def _frequency(pattern: str, first_on: date) -> dict:
    if pattern == Pattern.MONTHLY_BY_DATE:
        return {"freq": MONTHLY, **_day_of_month(first_on.day)}
    if pattern == Pattern.MONTHLY:
        return {"freq": MONTHLY, "byweekday": _weekday_of_month(first_on)}
    weeks = 2 if pattern == Pattern.FORTNIGHTLY else 1
    return {
        "freq": WEEKLY,
        "interval": weeks,
        "byweekday": weekday(first_on.weekday()),
    }


def _day_of_month(day: int) -> dict:
    """The same day of each month; the last one of a month that is too short for it."""
    if day <= IN_EVERY_MONTH:
        return {"bymonthday": [day]}
    # Of those that the month has, the latest.
    return {"bymonthday": list(range(IN_EVERY_MONTH, day + 1)), "bysetpos": -1}


def _weekday_of_month(day: date) -> weekday:
    """The same weekday of the month as `day`: the second Tuesday, the last Friday."""
    nth = (day.day - 1) // DAYS_IN_WEEK + 1
    return weekday(day.weekday(), -1 if nth == LAST_WEEK else nth)


def _day_word(day: weekday) -> str:
    """“TU”, “2TU”, “-1FR”."""
    return f"{day.n or ''}{weekday(day.weekday)!r}"


def _listed(values: Iterable[object]) -> str:
    return ",".join(str(value) for value in values)


def _in_utc(day: date, at: time, zone: tzinfo) -> str:
    moment = datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
    return moment.strftime("%Y%m%dT%H%M%SZ")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
