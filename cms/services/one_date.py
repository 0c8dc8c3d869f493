"""One date of a programme, changed alone: moved, or kept although the plan changed."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction
from django.utils import timezone

from champions.history import record
from champions.models import User
from champions.services.freshness import raise_version
from cms.enums import OutOfPlan
from cms.models import Session
from meetings.models import Meeting
from meetings.services.moving import move_meeting

CHANGEABLE = ("on", "at", "until", "place")


@transaction.atomic
def move_session(
    session: Session,
    *,
    on: date,
    at: time,
    until: time,
    place: str,
    note: str,
    sequence: int,
    by: User | None,
) -> Meeting:
    """Another day, time or room, on the centre's wall clock. Needs no check: the page and
    calendars say it at once, with the note beside the date, and whoever meant to come is
    told. Its first date stays known (`original_on`), so that it is not made again.

    `sequence` says which words about the date were read: when somebody else changed it
    since, RefusedError. The same move sent twice is made once.
    """
    raise_version(session.centre)
    meeting = session.meeting
    wanted = {"on": on, "at": at, "until": until, "place": place}
    is_there = all(getattr(meeting, name) == wanted[name] for name in CHANGEABLE)
    if is_there and session.note == note.strip():
        return meeting
    meeting.sequence = sequence
    moved = move_meeting(meeting, **wanted, note=note.strip(), by=by)
    Session.objects.filter(pk=session.pk).update(
        moved_at=timezone.now(), note=note.strip()
    )
    _decide(session)
    record(session, "cms.move_session", by=by, programme=session.programme_id)
    return moved


@transaction.atomic
def let_stand(session: Session, *, by: User) -> None:
    """It takes place although the plan does not say this date any more."""
    if _decide(session):
        record(session, "cms.let_stand", by=by, programme=session.programme_id)


def _decide(session: Session) -> bool:
    """Whether it was still to be decided."""
    asked = Session.objects.filter(pk=session.pk, out_of_plan=OutOfPlan.ASKED)
    return bool(asked.update(out_of_plan=OutOfPlan.STANDS))
