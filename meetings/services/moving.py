"""Another day, time or place for a gathering that is still to come."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.history import record
from champions.models import User
from champions.services.freshness import raise_version
from champions.when import day_in_words
from meetings import cadence
from meetings.enums import RHYTHM_KINDS, MeetingState, Stage
from meetings.models import Meeting, Part
from meetings.services import telling
from meetings.services.gatherings import say_when_next
from meetings.services.places import lock_all_places
from meetings.services.refusals import ReasonOwedError, RefusedError
from meetings.services.rhythms import clock_of, policy_of
from meetings.services.talk_days import date_moved
from meetings.services.times import with_times


@transaction.atomic
def move_meeting(
    meeting: Meeting,
    *,
    on: date,
    at: time,
    until: time,
    place: str,
    by: User | None,
    later_reason: str = "",
    note: str = "",
) -> Meeting:
    """Another day, time or place. Everybody who did not say no is told once, with the
    note; what was still to be sent about the old date is not sent. Replies stay as they
    are.

    Refused when it has begun, when somebody else moved it meanwhile, and when the new
    day is later than the limit without a reason.
    """
    raise_version(meeting.centre)
    lock_all_places(meeting)
    owes_reason = on != meeting.on and _owes_reason(meeting, on)
    if owes_reason and not later_reason.strip():
        raise ReasonOwedError(
            _("This day is late. Please say why: the group will see it.")
        )
    moved = Meeting(centre=meeting.centre, on=on, at=at, until=until)
    with_times(moved)
    if moved.starts_at <= timezone.now():
        raise RefusedError(_("This day is over. Please choose one that is to come."))
    _check_order(meeting, on)
    was_on = meeting.on
    shift = datetime.combine(on, at) - datetime.combine(on, meeting.at)
    _rewrite(
        meeting,
        on=on,
        at=at,
        until=until,
        place=place,
        starts_at=moved.starts_at,
        ends_at=moved.ends_at,
        later_reason=later_reason.strip() if owes_reason else meeting.later_reason,
    )
    _shift_parts(meeting, shift)
    record(meeting, "meetings.move", by=by)
    say_when_next(meeting.circle)
    if meeting.state == MeetingState.ANNOUNCED:
        telling.moved(meeting, was_on=was_on, note=note)
        date_moved(meeting)
    return meeting


def _owes_reason(meeting: Meeting, on: date) -> bool:
    last = last_good_day_for(meeting)
    return last is not None and on > last


def last_good_day_for(meeting: Meeting) -> date | None:
    """Moved behind this day, a get-together owes its group a reason; None for what sets
    no clock."""
    if meeting.circle is None or meeting.kind not in RHYTHM_KINDS:
        return None
    policy, workshop = policy_of(meeting.centre), _workshop_before(meeting)
    if workshop:
        return cadence.last_good_day(policy, Stage.SECOND, workshop.on)
    clock = clock_of(meeting.circle, meeting.strand)
    return cadence.last_good_day(policy, clock.stage, clock.counts_from)


def _workshop_before(second: Meeting) -> Meeting | None:
    return Meeting.objects.filter(followed_by=second).first()


def _check_order(meeting: Meeting, on: date) -> None:
    """A workshop comes after its last reply and before its second get-together."""
    second, workshop = meeting.followed_by, _workshop_before(meeting)
    if second and second.state != MeetingState.CANCELLED and on >= second.on:
        raise RefusedError(
            _("The second get-together comes after the workshop. Move that one first.")
        )
    if workshop and on <= workshop.on:
        raise RefusedError(
            _("The second get-together comes after the workshop. Choose a later day.")
        )
    if meeting.reply_by and on <= meeting.reply_by:
        raise RefusedError(
            _("People may reply until %(day)s. Choose a later day.")
            % {"day": day_in_words(meeting.reply_by)}
        )


def _rewrite(meeting: Meeting, **fields: object) -> None:
    """Write a move, unless the gathering has changed since it was read."""
    rows = Meeting.objects.filter(
        pk=meeting.pk,
        sequence=meeting.sequence,
        state__in=[MeetingState.DRAFT, MeetingState.ANNOUNCED],
        starts_at__gt=timezone.now(),
    )
    if not rows.update(sequence=F("sequence") + 1, **fields):
        raise RefusedError(_("Somebody has just changed this. Please look again."))
    meeting.refresh_from_db()


def _shift_parts(meeting: Meeting, shift: timedelta) -> None:
    """Parts keep their order and length; the last one ends with the gathering."""
    parts = list(meeting.parts.order_by("number"))
    for part in parts:
        part.at = _shifted(part.at, shift)
        part.until = _shifted(part.until, shift)
    if parts:
        parts[0].at, parts[-1].until = meeting.at, meeting.until
    if any(part.until <= part.at for part in parts):
        raise RefusedError(
            _("It is too short for its parts. Please choose a later end.")
        )
    Part.objects.bulk_update(parts, ["at", "until"])


def _shifted(at: time, shift: timedelta) -> time:
    return (datetime.combine(date.min + timedelta(days=2), at) + shift).time()
