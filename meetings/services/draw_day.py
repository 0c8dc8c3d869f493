"""When the places of a welcome workshop are given: one moment for everybody, so that
the slips that came in time are typed first and the fast channel never beats the letter.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from meetings.models import Meeting
from meetings.services.closed_days import shut_days
from meetings.services.times import moment
from meetings.workshop_dates import confirm_by

NOON = time(12)
DAY = timedelta(days=1)
# Only where a workshop was moved to just after its reply-by date.
BEFORE_THE_START = timedelta(hours=2)


def draw_day(meeting: Meeting) -> date | None:
    """The day on which everybody is told: the third working day after the reply-by
    date, and never later than the day before the workshop."""
    if meeting.reply_by is None:
        return None
    shut = shut_days(meeting.centre, meeting.reply_by)
    third = confirm_by(meeting.reply_by, shut)
    return max(meeting.reply_by + DAY, min(third, meeting.on - DAY))


def draw_at(meeting: Meeting) -> datetime | None:
    """Noon of that day on the centre's wall clock."""
    day = draw_day(meeting)
    if day is None:
        return None
    noon = moment(day, NOON, meeting.centre.tzinfo)
    return min(noon, meeting.starts_at - BEFORE_THE_START)


def end_of_replies(meeting: Meeting) -> datetime | None:
    """The midnight that ends the reply-by date at the centre."""
    if meeting.reply_by is None:
        return None
    return moment(meeting.reply_by + DAY, time.min, meeting.centre.tzinfo)


def is_in_time(meeting: Meeting, arrived_on: date) -> bool:
    """Whether an answer that reached the centre on this day counts like all others.
    How it came, and when somebody typed it, change nothing."""
    return meeting.reply_by is None or arrived_on <= meeting.reply_by
