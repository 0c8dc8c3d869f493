"""The group sees how often it meets, at its second get-together, and agrees; a change
of the centre's limits comes onto its table again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from champions.history import record
from champions.models import User
from meetings.cadence import KIND_OF
from meetings.enums import RHYTHM_KINDS, MeetingKind, Stage, Strand
from meetings.models import Meeting, Rhythm, RhythmPolicy
from meetings.services.rhythms import locked_rhythm, rhythm_of


def is_to_be_agreed(meeting: Meeting) -> bool:
    """Whether the group talks at this get-together about how often it meets: at its
    second one, later until it has agreed, and when the centre has changed its limits
    since."""
    if meeting.circle is None or meeting.strand != Strand.CIRCLE:
        return False
    rhythm = rhythm_of(meeting.circle)
    if meeting.kind not in RHYTHM_KINDS or rhythm.stage not in KIND_OF:
        return False
    if rhythm.stage == Stage.SECOND and meeting.kind != MeetingKind.SECOND:
        return False
    return rhythm.agreed_at is None or has_changed_since(rhythm)


def has_changed_since(rhythm: Rhythm) -> bool:
    """Whether the centre has changed its limits since the group agreed."""
    if rhythm.agreed_at is None:
        return False
    policy = RhythmPolicy.objects.filter(centre=rhythm.centre_id)
    return policy.filter(changed_at__gt=rhythm.agreed_at).exists()


@transaction.atomic
def agree_rhythm(meeting: Meeting, *, by: User, agreed: bool) -> bool:
    """Note that the group agreed at this get-together on how often it meets, or take
    that back; whether anything changed."""
    if meeting.circle is None or meeting.kind not in RHYTHM_KINDS:
        return False
    rhythm = locked_rhythm(meeting.circle, meeting.strand)
    if agreed == (rhythm.agreed_on == meeting.on and not has_changed_since(rhythm)):
        return False
    day, now = (meeting.on, timezone.now()) if agreed else (None, None)
    Rhythm.objects.filter(pk=rhythm.pk).update(agreed_on=day, agreed_at=now)
    record(rhythm, "meetings.agree_rhythm", by=by, meeting=meeting.pk, agreed=agreed)
    return True
