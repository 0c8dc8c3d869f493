"""The dates around a welcome workshop: what fits together, and how to mend it. Pure:
no database, no clock.

The rules are the design's (section 4): three weeks for a letter to be answered, a week
to get the workshop ready, the second get-together within two to three weeks.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

# The portions of a workshop, by number.
CHAMPIONS_MEET, STAFF_JOIN = 1, 2
REPLY_AFTER_POSTING = timedelta(days=21)
REPLY_BEFORE_WORKSHOP = timedelta(days=7)
# Whoever was asked is asked once more so long before the last day for an answer, and no
# later than leaves a letter its days there and back.
REMIND_BEFORE_REPLY = timedelta(days=10)
LAST_REMINDER_BEFORE_REPLY = timedelta(days=7)
# Nobody is reminded of what they have had for less than a week.
NOT_REMINDED_FOR = timedelta(days=7)
# Printing and posting a batch of letters takes a centre a few days.
TO_POST = timedelta(days=4)
CONFIRM_ON_WORKING_DAY = 3
SATURDAY = 5
FORTNIGHT = timedelta(days=14)
MONTH = timedelta(days=28)


@dataclass(frozen=True)
class WorkshopPlan:
    """What a point person says about a welcome workshop and the get-together after it.

    Champions meet from `at` to `staff_from`; staff join from then to `until`. Days and
    times are those of the centre's zone. The second may still be open in a draft."""

    on: date
    at: time
    staff_from: time
    until: time
    place: str
    reply_by: date
    directions: str = ""
    places: int = 24
    staff_places: int = 6
    second_on: date | None = None
    second_at: time | None = None
    second_until: time | None = None
    second_place: str = ""

    @property
    def second_hours(self) -> tuple[time, time]:
        """Those of the workshop, unless others are given."""
        return self.second_at or self.at, self.second_until or self.until

    @property
    def has_second(self) -> bool:
        return bool(self.second_on and self.second_place)


def last_posting(reply_by: date) -> date:
    """The last day on which a letter may be posted to be answered in time."""
    return reply_by - REPLY_AFTER_POSTING


def days_for_reminder(today: date, reply_by: date) -> tuple[date, date]:
    """The first and the last day for the one reminder of what leaves today; there is
    none where the first is after the last."""
    return today + NOT_REMINDED_FOR, reply_by - LAST_REMINDER_BEFORE_REPLY


def reminder_day(today: date, reply_by: date) -> date | None:
    """The day that is proposed for it, if there is one."""
    first, last = days_for_reminder(today, reply_by)
    return max(first, reply_by - REMIND_BEFORE_REPLY) if first <= last else None


def latest_reply_by(on: date) -> date:
    return on - REPLY_BEFORE_WORKSHOP


def earliest_workshop(today: date) -> date:
    """The first day for which letters, replies and preparation leave time."""
    return today + TO_POST + REPLY_AFTER_POSTING + REPLY_BEFORE_WORKSHOP


def confirm_by(reply_by: date, shut: Container[date] = ()) -> date:
    """The third working day after the reply-by date: everybody is told by then. `shut`
    are holidays and days on which the centre is closed."""
    day, left = reply_by, CONFIRM_ON_WORKING_DAY
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY and day not in shut
    return day


def proposed_day(
    today: date, after: date | None = None, shut: Container[date] = ()
) -> date:
    """A workday with a week to spare; for a further workshop, the same weekday. Never
    one that is `shut`."""
    earliest = earliest_workshop(today) + timedelta(days=7)
    if after:
        day = after + MONTH
        while day < earliest or day in shut:
            day += timedelta(days=7)
        return day
    while earliest.weekday() >= SATURDAY or earliest in shut:
        earliest += timedelta(days=1)
    return earliest


def second_day(on: date, shut: Container[date] = ()) -> date:
    """Two weeks after the workshop; where that day is shut, one soon after it, else
    one before it."""
    days = (14, *range(15, 22), *range(13, 6, -1))
    possible = (on + timedelta(days=n) for n in days)
    weekend = on.weekday() >= SATURDAY
    fits = (
        d for d in possible if d not in shut and (weekend or d.weekday() < SATURDAY)
    )
    return next(fits, on + FORTNIGHT)


def proposed_plan(
    today: date,
    *,
    place: str,
    like: WorkshopPlan | None = None,
    shut: Container[date] = (),
) -> WorkshopPlan:
    """A whole plan to start from; like the one before where there was one."""
    on = proposed_day(today, like.on if like else None, shut)
    before = like or WorkshopPlan(
        on, time(13, 30), time(15, 0), time(16, 0), place, latest_reply_by(on)
    )
    return WorkshopPlan(
        on=on,
        at=before.at,
        staff_from=before.staff_from,
        until=before.until,
        place=before.place,
        reply_by=latest_reply_by(on),
        directions=before.directions,
        places=before.places,
        staff_places=before.staff_places,
        second_on=second_day(on, shut),
        second_at=before.second_at or before.at,
        second_until=before.second_until or before.until,
        second_place=before.second_place or before.place,
    )


def problems(
    plan: WorkshopPlan, today: date, second_latest: timedelta
) -> dict[str, str]:
    """What does not fit, by field; each message names the cure."""
    return {
        field: words
        for field, words in (
            ("on", _too_soon(plan, today)),
            ("staff_from", _staff_outside(plan)),
            ("until", _ends_before(plan.at, plan.until)),
            ("reply_by", _reply_by(plan, today)),
            ("second_on", _second_on(plan, second_latest)),
            ("second_until", _ends_before(*plan.second_hours)),
        )
        if words
    }


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _too_soon(plan: WorkshopPlan, today: date) -> str:
    earliest = earliest_workshop(today)
    if plan.on >= earliest:
        return ""
    return _(
        "That is too soon. A letter needs three weeks for an answer, and you need a "
        "week to get ready. Choose %(day)s or later."
    ) % {"day": _day(earliest)}


def _staff_outside(plan: WorkshopPlan) -> str:
    if plan.at < plan.staff_from < plan.until:
        return ""
    return _("Choose a time after the start and before the end.")


def _ends_before(start: time, end: time) -> str:
    if start < end:
        return ""
    return _("It must end after it begins. Choose a later time.")


def _reply_by(plan: WorkshopPlan, today: date) -> str:
    first, last = today + TO_POST + REPLY_AFTER_POSTING, latest_reply_by(plan.on)
    if plan.reply_by > last:
        return _(
            "You need a week between the last reply and the workshop. Choose %(day)s "
            "or earlier."
        ) % {"day": _day(last)}
    if plan.reply_by < first:
        return _(
            "A letter needs three weeks for an answer. Choose %(day)s or later, or a "
            "later workshop."
        ) % {"day": _day(first)}
    return ""


def _second_on(plan: WorkshopPlan, latest: timedelta) -> str:
    if plan.second_on is None:
        return ""
    if plan.second_on <= plan.on:
        return _(
            "The second get-together comes after the workshop. Choose %(day)s."
        ) % {"day": _day(plan.on + FORTNIGHT)}
    if plan.second_on > plan.on + latest:
        return _(
            "Meet again while it is still fresh: at the latest on %(day)s. Best is "
            "%(best)s."
        ) % {"day": _day(plan.on + latest), "best": _day(plan.on + FORTNIGHT)}
    return ""
