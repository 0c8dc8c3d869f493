"""“Not now”: to which days a row may be put off, and which rows are put off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from champions.models import User
from cms.models import Snooze
from cms.this_week.row import Row
from meetings.services.rhythms import today_at

DAYS_OF_A_WEEK = 7


class Later(StrEnum):
    """What the three buttons send."""

    TOMORROW = "tomorrow"
    MONDAY = "monday"
    WEEK = "week"


@dataclass(frozen=True)
class Waiting:
    """A row as one member of staff sees it: when it comes back if they put it off."""

    row: Row
    until: date | None = None

    @property
    def how_long(self) -> str:
        return self.row.how_long(today_at(self.row.centre))

    @property
    def choices(self) -> list[tuple[Later, str]]:
        words = {
            Later.TOMORROW: _("tomorrow"),
            Later.MONDAY: _("on Monday"),
            Later.WEEK: _("in a week"),
        }
        return [(one, words[one]) for one in days_to_choose(self.row)]


def days_to_choose(row: Row) -> dict[Later, date]:
    """Each day once, and none after the row's own last day: nothing becomes late
    because somebody put it off."""
    today = today_at(row.centre)
    days = {
        Later.TOMORROW: today + timedelta(days=1),
        Later.MONDAY: today + timedelta(days=DAYS_OF_A_WEEK - today.weekday()),
        Later.WEEK: today + timedelta(days=DAYS_OF_A_WEEK),
    }
    once = {day: one for one, day in reversed(days.items())}
    return {
        one: day
        for one, day in days.items()
        if once[day] == one and (row.last_on is None or day <= row.last_on)
    }


def put_off_by(user: User, rows: Iterable[Row]) -> list[Waiting]:
    """The rows with the day until which the user does not want to see each."""
    asked = Snooze.objects.filter(user=user).values_list("centre", "key", "until")
    days = {(centre, key): until for centre, key, until in asked}
    return [Waiting(row, _day(row, days.get((row.centre.pk, row.key)))) for row in rows]


def _day(row: Row, until: date | None) -> date | None:
    """A row comes back on its last day at the latest, whatever was chosen before."""
    if until and row.last_on:
        until = min(until, row.last_on)
    return until if until and until > today_at(row.centre) else None
