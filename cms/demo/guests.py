"""Neighbours who come without being known: some fill a walk, two wait for a place, and
one who left only a number waits for a call."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from champions.models import Centre, User
from cms.demo.clock import at
from cms.models import Programme
from cms.services.sessions import cancel_session, upcoming_sessions
from meetings.services.seats import come_as_guest

NUMBER = "705-555-0176"
# Who comes to a walk with eight places, and whom each of them brings.
WALKERS = (("Noor", 1), ("Ida", 0), ("Jo", 2), ("Pat", 0), ("Mae", 1))
# Who would like to come too, and how they hear that a place has come free.
WAITING = (("Lou", "lou.benoit@example.org"), ("Kit", "705-555-0177"))


def fill_a_date(centre: Centre, title: str, today: date) -> None:
    """The date after the next is full; two wait, and one comes for the first time."""
    programme = Programme.objects.of(centre).get(title=title)
    with at(centre, today - timedelta(days=2), hour=11):
        session = list(upcoming_sessions(programme))[1]
        for name, companions in WALKERS:
            come_as_guest(
                session.meeting,
                name=name,
                companions=companions,
                submission=uuid4(),
                shows_name=companions > 0,
                meet_me=name == "Ida",
            )
        for name, reach in WAITING:
            come_as_guest(session.meeting, name=name, reach=reach, submission=uuid4())


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
