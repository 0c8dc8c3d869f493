"""Neighbours who come without being known: one left only a number, and waits for a call."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from champions.models import Centre, User
from cms.demo.clock import at
from cms.models import Programme
from cms.services.sessions import cancel_session, upcoming_sessions
from meetings.services.seats import come_as_guest

NUMBER = "705-555-0176"


def call_off_a_date(centre: Centre, title: str, today: date, *, by: User) -> None:
    """A date some weeks ahead to which somebody wanted to come."""
    programme = Programme.objects.of(centre).get(title=title)
    with at(centre, today - timedelta(days=2)):
        session = list(upcoming_sessions(programme))[2]
        come_as_guest(
            session.meeting, name="Wes", reach=NUMBER, submission=uuid4(), by=by
        )
    with at(centre, today - timedelta(days=1), hour=15):
        cancel_session(session, why="The hall has no heat that day.", by=by)
