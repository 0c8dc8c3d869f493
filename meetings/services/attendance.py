"""Who came: ticked for each part, by whoever takes attendance; walk-ins by first name,
and who they turn out to be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.history import record
from champions.models import Person, User
from meetings.enums import Audience, MeetingState
from meetings.models import Attendance, Meeting, Part, Seat
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import today_at


def _check_day(meeting: Meeting) -> None:
    """People are ticked from the morning of the day on, also long afterwards."""
    if meeting.state not in (MeetingState.ANNOUNCED, MeetingState.HELD):
        raise RefusedError(_("It was called off: nobody came."))
    if meeting.on > today_at(meeting.centre):
        raise RefusedError(_("Please tick who came on the day itself."))


@transaction.atomic
def mark_attendance(
    meeting: Meeting,
    *,
    part: Part,
    came: Mapping[int, bool],
    by: User | None,
    at: datetime | None = None,
) -> int:
    """Write down for each seat id whether its holder came to the part; people who are
    not named stay as they were, so that two can tick at once. On each the last word
    counts, by the moment it was said (`at`, else now) and not by its arrival: a tick
    that waited for the network never undoes a later one. Ids of other gatherings are
    left out. How many were written."""
    _check_day(meeting)
    said_at = min(at, timezone.now()) if at else timezone.now()
    Part.objects.select_for_update().get(pk=part.pk)
    seats = Seat.objects.filter(meeting=meeting, pk__in=came).order_by("pk")
    marks = {pk: came[pk] for pk in seats.values_list("pk", flat=True)}
    Attendance.objects.bulk_create(
        [
            Attendance(
                centre=meeting.centre,
                seat_id=pk,
                part=part,
                came=is_here,
                marked_at=said_at,
                marked_by=by,
            )
            for pk, is_here in marks.items()
        ],
        ignore_conflicts=True,
    )
    written = sum(
        _say(part, marks, came=is_here, at=said_at, by=by) for is_here in (True, False)
    )
    if written:
        said = {str(pk): is_here for pk, is_here in marks.items()}
        record(meeting, "meetings.attendance", by=by, part=part.pk, came=said)
    return written


def _say(
    part: Part, marks: Mapping[int, bool], *, came: bool, at: datetime, by: User | None
) -> int:
    """Whoever is marked so now, unless a later word about them stands already."""
    concerned = [pk for pk, is_here in marks.items() if is_here is came]
    older = Attendance.objects.filter(part=part, seat__in=concerned, marked_at__lte=at)
    return older.update(came=came, marked_at=at, marked_by=by)


@transaction.atomic
def walk_in(
    meeting: Meeting,
    *,
    first_name: str,
    by: User | None,
    part: Part | None = None,
    person: Person | None = None,
    audience: str = Audience.CHAMPIONS,
    submission: UUID | None = None,
) -> Seat:
    """Somebody came without having replied: a seat, and a tick for the part (all parts
    when none is named). `person` when the centre knows them, else a first name will
    do: nobody is put on the contact list by walking in. `submission` is the form's
    one-time number: the same form sent twice makes one seat."""
    _check_day(meeting)
    fields = {"centre": meeting.centre, "audience": audience, "walked_in": True}
    if person:
        seat, _new = Seat.objects.get_or_create(
            meeting=meeting, person=person, defaults=fields
        )
    else:
        name = first_name.strip()
        seat = _walk_in_once(meeting, submission, {**fields, "guest_name": name}, by)
    for each in [part] if part else meeting.parts.all():
        mark_attendance(meeting, part=each, came={seat.pk: True}, by=by)
    return seat


def _walk_in_once(
    meeting: Meeting, submission: UUID | None, fields: dict[str, Any], by: User | None
) -> Seat:
    known = Seat.objects.filter(meeting=meeting, submission=submission)
    if submission and (seat := known.first()):
        return seat
    try:
        with transaction.atomic():
            seat = Seat.objects.create(meeting=meeting, submission=submission, **fields)
    except IntegrityError:
        # The same form, sent a second time before the first was written.
        return known.get()
    record(seat, "meetings.walk_in", by=by)
    return seat


@transaction.atomic
def link_walk_in(seat: Seat, *, person: Person, by: User | None) -> Seat:
    """Somebody who walked in is known to the centre after all: the seat becomes
    theirs. When they have one at this gathering already, its ticks are added to that
    one and the other goes. Refused when it is somebody's already."""
    if person.centre_id != seat.centre_id:
        raise RefusedError(_("This person is not known to this centre."))
    locked = Seat.objects.select_for_update().filter(pk=seat.pk, person=None)
    if not locked.exists():
        raise RefusedError(_("Somebody was faster. Please look again."))
    own = Seat.objects.filter(meeting=seat.meeting_id, person=person).first()
    if own is None:
        locked.update(person=person, guest_name="", guest_reach="")
    else:
        _add_ticks(own, seat)
        locked.delete()
    kept = Seat.objects.select_related("person", "meeting").get(
        meeting=seat.meeting_id, person=person
    )
    record(kept, "meetings.link_walk_in", by=by)
    return kept


def _add_ticks(kept: Seat, gone: Seat) -> None:
    """Whoever came under either name came."""
    came = gone.attendances.filter(came=True)
    kept.attendances.filter(part__in=came.values("part"), came=False).delete()
    already = set(kept.attendances.values_list("part", flat=True))
    came.exclude(part__in=already).update(seat=kept)
