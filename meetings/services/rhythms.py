"""Where a group stands in its rhythm: its stage, the day it counts from, its limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from champions.models import Centre, Circle
from meetings import cadence
from meetings.cadence import Limits, Policy
from meetings.enums import RHYTHM_KINDS, MeetingKind, Stage, Strand, Urgency
from meetings.models import Meeting, Rhythm, RhythmPolicy


def today_at(centre: Centre) -> date:
    """Today on the calendar of the centre's wall."""
    return timezone.localdate(timezone=centre.tzinfo)


def policy_of(centre: Centre) -> Policy:
    """The centre's own limits, or the guidebook's."""
    own = RhythmPolicy.objects.of(centre).first()
    if own is None:
        return cadence.GUIDEBOOK
    return Policy(
        Limits(own.second_ideal, own.second_ideal, own.second_latest),
        Limits(own.monthly_from, own.monthly_to, own.monthly_late),
        Limits(own.quarterly_ideal, own.quarterly_ideal, own.quarterly_late),
    )


def rhythm_of(circle: Circle, strand: str = Strand.CIRCLE) -> Rhythm:
    """The rhythm of a strand, to read; a group begins before its second get-together,
    without a row of its own yet."""
    known = Rhythm.objects.filter(circle=circle, strand=strand).first()
    return known or Rhythm(centre=circle.centre, circle=circle, strand=strand)


def locked_rhythm(circle: Circle, strand: str) -> Rhythm:
    """The same, held until the end of the transaction: one date is booked at a time."""
    rhythm, _new = Rhythm.objects.get_or_create(
        circle=circle, strand=strand, defaults={"centre": circle.centre}
    )
    return Rhythm.objects.select_for_update().get(pk=rhythm.pk)


def next_of(
    circle: Circle, strand: str = Strand.CIRCLE, *, after: Meeting | None = None
) -> Meeting | None:
    """The next get-together of a strand that is announced and has not begun; with
    `after`, the one that follows it."""
    ahead = Meeting.objects.of_circle(circle).upcoming().setting_the_clock()
    if after:
        ahead = ahead.filter(starts_at__gt=after.starts_at).exclude(pk=after.pk)
    return ahead.filter(strand=strand).order_by("starts_at").first()


@dataclass(frozen=True)
class Standing:
    """A group, its rhythm, and how its next date stands."""

    circle: Circle
    rhythm: Rhythm
    urgency: Urgency


def standings(centre: Centre, today: date) -> list[Standing]:
    """How the next date of each open group of a centre stands, in four questions to
    the database however many groups there are."""
    policy, circles = policy_of(centre), Circle.objects.of(centre).open()
    rows = Rhythm.objects.of(centre).filter(strand=Strand.CIRCLE)
    rhythms = {rhythm.circle_id: rhythm for rhythm in rows}
    ahead = Meeting.objects.of(centre).upcoming().setting_the_clock()
    dated = set(ahead.filter(strand=Strand.CIRCLE).values_list("circle", flat=True))
    found = []
    for circle in circles.select_related("centre"):
        rhythm = rhythms.get(circle.pk) or Rhythm(centre=centre, circle=circle)
        urgency = cadence.urgency(
            policy,
            rhythm.stage,
            rhythm.counts_from,
            today,
            has_date=circle.pk in dated,
        )
        found.append(Standing(circle, rhythm, urgency))
    return found


def set_clock(meeting: Meeting, now: datetime) -> None:
    """What a gathering that was held does to its group's rhythm.

    A welcome workshop starts the clock of a group that has not had its second
    get-together; that one leads to monthly; extra ones and sessions do nothing, nor
    does a workshop for a group that meets already.
    """
    if meeting.circle is None:
        return
    rhythm = locked_rhythm(meeting.circle, meeting.strand)
    rows = Rhythm.objects.filter(pk=rhythm.pk).filter(
        Q(counts_from=None) | Q(counts_from__lt=meeting.on)
    )
    change: dict[str, object] = {"counts_from": meeting.on, "changed_at": now}
    if meeting.kind == MeetingKind.WELCOME:
        rows.filter(stage=Stage.SECOND).update(**change)
    elif meeting.kind == MeetingKind.SECOND:
        rows.filter(stage=Stage.SECOND).update(**change, stage=Stage.MONTHLY)
    elif meeting.kind in RHYTHM_KINDS:
        rows.update(**change)
