"""A programme's dates as a calendar (RFC 5545), from the same rows as its page and with
the same entries as in a mail about one of them."""

from __future__ import annotations

from django.conf import settings

from cms.finding import address_of
from cms.models import Session
from meetings import calendars


def calendar_of(name: str, sessions) -> str:
    """Dates still to come; called-off ones stay in as CANCELLED, so that a calendar
    which took them earlier shows it."""
    return calendars.calendar_of((_event(session) for session in sessions), name=name)


def _event(session: Session):
    url = f"{settings.BASE_URL}{address_of(session.programme)}"
    return calendars.event_of(session.meeting, url=url)
