"""The arithmetic of how often a group meets: dates in, dates out. No database and no
clock in here; `today` is always an argument, in the centre's own days.

The numbers are those of the Social Prescribing Guidebook for Ontario, step 5.
"""

from __future__ import annotations

import calendar
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from meetings.enums import RHYTHM_KINDS, MeetingKind, Stage, Urgency

HOW_MANY = 3
# Nearer than this, letters would arrive too late.
NOTICE_DAYS = 7
SATURDAY = 5
# What another weekday than the usual one costs, in days away from the ideal.
OTHER_WEEKDAY = 3
# Longer than any centre is shut at a stretch.
LOOK_AHEAD = timedelta(days=250)


@dataclass(frozen=True)
class Limits:
    """Days after the last get-together: the best ones, and the last good one."""

    ideal_from: int
    ideal_to: int
    latest: int


@dataclass(frozen=True)
class Policy:
    """A centre's limits for each stage; the defaults are the guidebook's."""

    second: Limits = Limits(14, 14, 21)
    monthly: Limits = Limits(28, 35, 45)
    quarterly: Limits = Limits(91, 91, 120)

    def limits(self, stage: str) -> Limits | None:
        """None for a group that rests or is closed: nobody waits for a date."""
        return {
            Stage.SECOND.value: self.second,
            Stage.MONTHLY.value: self.monthly,
            Stage.QUARTERLY.value: self.quarterly,
        }.get(stage)


GUIDEBOOK = Policy()
# What a group books next in each stage.
KIND_OF: dict[str, MeetingKind] = {
    Stage.SECOND: MeetingKind.SECOND,
    Stage.MONTHLY: MeetingKind.MONTHLY,
    Stage.QUARTERLY: MeetingKind.QUARTERLY,
}


@dataclass(frozen=True)
class Clock:
    """A strand's stage, and the day from which its next get-together counts."""

    stage: str
    counts_from: date | None


def after_held(
    clock: Clock, kind: str, on: date, *, setting: frozenset[str] = RHYTHM_KINDS
) -> Clock:
    """What a gathering that was held does to the clock of its strand.

    A welcome workshop starts the clock of a group that has not had its second
    get-together; that one leads to monthly; a workshop for a group that meets already
    does nothing, nor does a kind that is not `setting` the clock, nor a day before the
    one it counts from.
    """
    is_before_second = clock.stage == Stage.SECOND
    if clock.counts_from and on <= clock.counts_from:
        return clock
    if kind == MeetingKind.WELCOME:
        return Clock(clock.stage, on) if is_before_second else clock
    if kind not in setting or (kind == MeetingKind.SECOND and not is_before_second):
        return clock
    leads_on = kind == MeetingKind.SECOND
    return Clock(Stage.MONTHLY if leads_on else clock.stage, on)


def after_rest(
    counts_from: date | None, stopped_on: date | None, today: date
) -> date | None:
    """The clock stands still while a group rests: it counts as many days fewer. A last
    date that stood may have been held after it stopped."""
    if counts_from is None or stopped_on is None:
        return counts_from
    return counts_from + (today - max(stopped_on, counts_from))


def urgency(
    policy: Policy,
    stage: str,
    counts_from: date | None,
    today: date,
    *,
    has_date: bool,
) -> Urgency:
    """How a missing date stands. `counts_from` is the last get-together held, or the
    welcome workshop; before it, a missing date is simply to do.

    Second: to do from day 0, urgent from day 15, late from day 22; the other stages
    alike, from their own limits.
    """
    limits = policy.limits(stage)
    if has_date or limits is None:
        return Urgency.FINE
    days = (today - counts_from).days if counts_from else 0
    if days > limits.latest:
        return Urgency.LATE
    return Urgency.URGENT if days > limits.ideal_to else Urgency.TO_DO


def last_good_day(policy: Policy, stage: str, counts_from: date | None) -> date | None:
    """A date after this one asks for a reason, which the group sees."""
    limits = policy.limits(stage)
    if limits is None or counts_from is None:
        return None
    return counts_from + timedelta(days=limits.latest)


def needs_reason(
    policy: Policy, stage: str, counts_from: date | None, on: date
) -> bool:
    last = last_good_day(policy, stage, counts_from)
    return last is not None and on > last


def proposals(
    policy: Policy,
    stage: str,
    counts_from: date | None,
    today: date,
    *,
    weekday: int | None = None,
    shut: Container[date] = (),
) -> list[date]:
    """Three days to choose from, the best first: within the ideal days and on the
    `weekday` on which the group usually meets (0 is Monday; that of `counts_from`
    unless given), a week ahead at least and never on a day that is `shut`.

    A day that owes a reason stands behind every day that does not.
    """
    limits = policy.limits(stage)
    if limits is None:
        return []
    start = counts_from or today
    usual = start.weekday() if weekday is None else weekday
    earliest = today + timedelta(days=NOTICE_DAYS)
    end = max(earliest, start + timedelta(days=limits.latest)) + LOOK_AHEAD
    days = (earliest + timedelta(days=n) for n in range((end - earliest).days))
    good = [on for on in days if on not in shut and _fits_week(on, usual)]
    same = same_weekday_later(start, 1) if stage == Stage.MONTHLY else None
    ranked = sorted(good, key=lambda on: _rank(limits, start, on, usual, same))
    return list(islice(_apart(ranked), HOW_MANY))


def _fits_week(on: date, usual: int) -> bool:
    """Groups that meet on working days are never sent into a weekend."""
    return on.weekday() < SATURDAY or usual >= SATURDAY


Rank = tuple[int, int, bool, int]


def _rank(limits: Limits, start: date, on: date, usual: int, same: date | None) -> Rank:
    """In time before too early before too late; then near the ideal days, where the
    usual weekday is worth three days; then the same weekday of the month."""
    days = (on - start).days
    off = max(limits.ideal_from - days, days - limits.ideal_to, 0)
    group = 0 if days <= limits.latest else 2
    group = 1 if days < limits.ideal_from else group
    is_usual = on.weekday() == usual
    cost = off + (0 if is_usual else OTHER_WEEKDAY) - (is_usual and on == same)
    return group, cost, not is_usual, days


def _apart(ranked: list[date]) -> Iterator[date]:
    """Neighbouring days are no choice."""
    chosen: list[date] = []
    for on in ranked:
        if all(abs((on - other).days) > 1 for other in chosen):
            chosen.append(on)
            yield on


def months_later(on: date, months: int) -> date:
    """The same day of a later month; the last day where that month is shorter."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(on.day, last))


def same_weekday_later(on: date, months: int) -> date:
    """The same weekday of the month (second Tuesday) some months later; the last one
    where that month has no fifth."""
    first = months_later(on.replace(day=1), months)
    offset = (on.weekday() - first.weekday()) % 7
    found = first + timedelta(days=offset + 7 * ((on.day - 1) // 7))
    return found if found.month == first.month else found - timedelta(days=7)
