"""Quiet hours: no mail of ours rings somebody's telephone at night. Pure but for the
setting; times are those of the centre's wall clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings


def leaves_at(
    now: datetime, zone: ZoneInfo, *, needed_by: datetime | None = None
) -> datetime:
    """When something that is told now may leave: at once, or when the quiet hours of
    `zone` end. What would come too late then, at or after `needed_by`, leaves at once.
    """
    hours = quiet_hours()
    if hours is None:
        return now
    ends = _end_of_quiet(now.astimezone(zone), *hours)
    if ends is None or (needed_by is not None and ends >= needed_by):
        return now
    return ends


def quiet_hours() -> tuple[time, time] | None:
    """From when until when, as QUIET_HOURS says; nothing where it is empty."""
    begins, _dash, ends = settings.QUIET_HOURS.partition("-")
    return (time.fromisoformat(begins), time.fromisoformat(ends)) if ends else None


def _end_of_quiet(local: datetime, begins: time, ends: time) -> datetime | None:
    """The next end of the quiet hours, if it is quiet now. Days are added to the date
    and not to the moment: a night may have 23 or 25 hours."""
    clock, day = local.time(), local.date()
    over_midnight = begins > ends
    is_evening = clock >= begins and (over_midnight or clock < ends)
    is_morning = over_midnight and clock < ends
    if not (is_evening or is_morning):
        return None
    if is_evening and over_midnight:
        day += timedelta(days=1)
    return datetime.combine(day, ends, tzinfo=local.tzinfo)
