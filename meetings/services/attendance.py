"""Who came: ticked for each part, by whoever takes attendance; walk-ins by first name."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
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
    meeting: Meeting, *, part: Part, came: Mapping[int, bool], by: User | None
) -> int:
    """Write down for each seat id whether its holder came to the part; the last word
    on a person counts, and people who are not named stay as they were, so that two
    can tick at once. Ids of other gatherings are left out. How many were written."""
    _check_day(meeting)
    seats = Seat.objects.filter(meeting=meeting, pk__in=came)
    now = timezone.now()
    rows = [
        Attendance(
            centre=meeting.centre,
            seat=seat,
            part=part,
            came=came[seat.pk],
            marked_at=now,
            marked_by=by,
        )
        for seat in seats
    ]
    Attendance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["seat", "part"],
        update_fields=["came", "marked_at", "marked_by"],
    )
    if rows:
        marked = {str(row.seat_id): row.came for row in rows}
        record(meeting, "meetings.attendance", by=by, part=part.pk, came=marked)
    return len(rows)


@transaction.atomic
def walk_in(
    meeting: Meeting,
    *,
    first_name: str,
    by: User | None,
    part: Part | None = None,
    person: Person | None = None,
    audience: str = Audience.CHAMPIONS,
) -> Seat:
    """Somebody came without having replied: a seat, and a tick for the part (all parts
    when none is named). `person` when the centre knows them, else a first name will
    do: nobody is put on the contact list by walking in."""
    _check_day(meeting)
    if person:
        seat, _new = Seat.objects.get_or_create(
            meeting=meeting,
            person=person,
            defaults={
                "centre": meeting.centre,
                "audience": audience,
                "walked_in": True,
            },
        )
    else:
        seat = Seat.objects.create(
            centre=meeting.centre,
            meeting=meeting,
            guest_name=first_name.strip(),
            audience=audience,
            walked_in=True,
        )
        record(seat, "meetings.walk_in", by=by)
    for each in [part] if part else meeting.parts.all():
        mark_attendance(meeting, part=each, came={seat.pk: True}, by=by)
    return seat
