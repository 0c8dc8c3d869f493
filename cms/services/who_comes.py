"""Who comes to the dates of a programme, as those who run it may know."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from cms.models import Programme, Session
from cms.services.sessions import can_take_place, still_to_come
from meetings.enums import HOLDING, Reply
from meetings.models import Seat


@dataclass(frozen=True)
class DateWithCount:
    """One date as whoever runs it sees it: how many people come and wait, the first
    names of those who allowed it, and how many would like to be met at the door."""

    session: Session
    coming: int
    waiting: int
    names: list[str]
    to_meet: int

    @property
    def can_take_place(self) -> bool:
        return can_take_place(self.session)


def dates_with_counts(programme: Programme) -> list[DateWithCount]:
    """The dates still to come, with those who hold or wait for a place. Three queries,
    however many dates."""
    dates = still_to_come(programme.sessions.all()).prefetch_related(
        Prefetch("meeting__seats", queryset=Seat.objects.select_related("person"))
    )
    return [_with_count(session) for session in dates]


def _with_count(session: Session) -> DateWithCount:
    seats = list(session.meeting.seats.all())
    held = [seat for seat in seats if seat.reply in HOLDING]
    return DateWithCount(
        session=session,
        coming=sum(seat.places for seat in held),
        waiting=sum(seat.places for seat in seats if seat.reply == Reply.WAITING),
        names=[seat.name_for_hosts for seat in held if seat.name_for_hosts],
        to_meet=sum(seat.meet_me for seat in held),
    )
