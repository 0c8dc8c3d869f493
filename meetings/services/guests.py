"""Guests of a programme are forgotten: only how many came is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from meetings.enums import MeetingKind
from meetings.models import Need, Seat

KEPT_FOR = timedelta(days=30)
# What stands in place of a name; the database wants one on a seat without a person.
SOMEBODY = "—"


def forget_guests(now: datetime) -> int:
    """Wipe names, ways to reach and what would help guests 30 days after the session;
    how many."""
    over = Seat.objects.filter(
        person=None,
        meeting__kind=MeetingKind.SESSION,
        meeting__ends_at__lt=now - KEPT_FOR,
    )
    Need.objects.filter(seat__in=over.values("pk")).delete()
    return over.exclude(guest_name=SOMEBODY).update(guest_name=SOMEBODY, guest_reach="")
