"""When a gathering begins and ends in UTC: derived here alone, from its date, its times
and its centre's zone, which are the truth (a clock change never moves them)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from meetings.models import Meeting


def moment(on: date, at: time, zone: ZoneInfo) -> datetime:
    """The UTC moment at which the clocks of `zone` show `at` on that day.

    A time that occurs twice (clocks go back) is its first occurrence; one that does
    not occur (clocks go forward) is as long after midnight as it would have been.
    """
    return datetime.combine(on, at, tzinfo=zone).astimezone(UTC)


def with_times(meeting: Meeting) -> Meeting:
    """The same gathering with `starts_at` and `ends_at` derived; it is not saved."""
    zone = meeting.centre.tzinfo
    meeting.starts_at = moment(meeting.on, meeting.at, zone)
    meeting.ends_at = moment(meeting.on, meeting.until, zone)
    return meeting
