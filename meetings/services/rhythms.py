"""Where a group stands in its rhythm: its stage, the day it counts from, its limits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.history import record
from champions.models import Centre, Circle, User
from champions.services.circles import note_closed
from meetings import cadence
from meetings.cadence import KIND_OF, Clock, Limits, Policy
from meetings.enums import NEXT_RHYTHM_STAGES, Stage, Strand, Urgency
from meetings.models import Meeting, Rhythm, RhythmPolicy
from meetings.services.refusals import RefusedError


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


# A strand without a row of its own: the group awaits its second get-together, and
# nobody has asked yet to stay monthly.
FIRST_STAGE = {Strand.CIRCLE.value: Stage.SECOND, Strand.MONTHLY.value: Stage.CLOSED}
# Those who stay monthly never meet in another way.
STAGES_OF = {
    Strand.CIRCLE.value: frozenset(Stage),
    Strand.MONTHLY.value: frozenset({Stage.MONTHLY, Stage.RESTING, Stage.CLOSED}),
}


def rhythm_of(circle: Circle, strand: str = Strand.CIRCLE) -> Rhythm:
    """The rhythm of a strand, to read; it may have no row of its own yet."""
    known = Rhythm.objects.filter(circle=circle, strand=strand).first()
    return known or _beginning(circle, strand)


def _beginning(circle: Circle, strand: str) -> Rhythm:
    return Rhythm(
        centre=circle.centre, circle=circle, strand=strand, stage=FIRST_STAGE[strand]
    )


def locked_rhythm(circle: Circle, strand: str) -> Rhythm:
    """The same, held until the end of the transaction: one date is booked at a time."""
    rhythm, _new = Rhythm.objects.get_or_create(
        circle=circle,
        strand=strand,
        defaults={"centre": circle.centre, "stage": FIRST_STAGE[strand]},
    )
    return Rhythm.objects.select_for_update().get(pk=rhythm.pk)


@transaction.atomic
def set_stage(rhythm: Rhythm, to: str, *, by: User | None, why: str = "") -> Rhythm:
    """Bring a strand into another stage; `why` is read by the group. To the stage that
    it has already changes nothing; refused where the table of moves does not lead there,
    and when somebody else has changed it since `rhythm` was read.

    While it rests its clock stands still. Those who stay monthly begin to count where
    the whole group met last.
    """
    held = locked_rhythm(rhythm.circle, rhythm.strand)
    if held.stage == to:
        return held
    _check_stage(rhythm, to)
    today = today_at(rhythm.circle.centre)
    rows = Rhythm.objects.filter(pk=held.pk, stage=rhythm.stage)
    fields = _resumed(held, today) if to in KIND_OF else _stopped(held, today)
    now = timezone.now()
    if not rows.update(stage=to, changed_at=now, changed_why=why.strip(), **fields):
        raise RefusedError(_("Somebody has just changed this. Please look again."))
    record(held, "meetings.set_stage", by=by, was=held.stage, stage=to)
    if held.strand == Strand.CIRCLE:
        note_closed(rhythm.circle, on=today if to == Stage.CLOSED else None)
    held.refresh_from_db()
    return held


def _check_stage(rhythm: Rhythm, to: str) -> None:
    allowed = NEXT_RHYTHM_STAGES[rhythm.stage] & STAGES_OF[rhythm.strand]
    if to not in allowed:
        raise RefusedError(_("The group cannot change to this now."))


def _stopped(held: Rhythm, today: date) -> dict[str, object]:
    """What is kept for the day on which it goes on again."""
    if held.stage not in KIND_OF:
        return {}
    return {"stage_before": held.stage, "stopped_on": today}


def _resumed(held: Rhythm, today: date) -> dict[str, object]:
    counts_from = cadence.after_rest(held.counts_from, held.stopped_on, today)
    whole = rhythm_of(held.circle)
    if held.strand == Strand.MONTHLY and whole.stage in KIND_OF:
        known = (held.counts_from, whole.counts_from)
        counts_from = max((day for day in known if day), default=None)
    return {"counts_from": counts_from, "stage_before": "", "stopped_on": None}


def next_of(
    circle: Circle, strand: str = Strand.CIRCLE, *, after: Meeting | None = None
) -> Meeting | None:
    """The next get-together of a strand that is announced and has not begun; with
    `after`, the one that follows it."""
    ahead = Meeting.objects.of_circle(circle).upcoming().setting_the_clock()
    if after:
        ahead = ahead.filter(starts_at__gt=after.starts_at).exclude(pk=after.pk)
    return ahead.filter(strand=strand).order_by("starts_at").first()


def begun_of(circle: Circle, strand: str = Strand.CIRCLE) -> Meeting | None:
    """A get-together of the strand that has begun and was neither called off nor
    written down as held."""
    past = Meeting.objects.of_circle(circle).announced().setting_the_clock()
    begun = past.filter(strand=strand, starts_at__lte=timezone.now())
    return begun.order_by("-starts_at").first()


def clock_of(circle: Circle, strand: str = Strand.CIRCLE) -> Clock:
    """From where the next date counts; what has begun counts as held."""
    rhythm, begun = rhythm_of(circle, strand), begun_of(circle, strand)
    clock = Clock(rhythm.stage, rhythm.counts_from)
    return cadence.after_held(clock, begun.kind, begun.on) if begun else clock


@dataclass(frozen=True)
class Standing:
    """A strand of a group, its clock, and how its next date stands."""

    circle: Circle
    rhythm: Rhythm
    clock: Clock
    urgency: Urgency


def standings(centre: Centre, today: date) -> list[Standing]:
    """How the next date of each strand of each open group of a centre stands, in five
    questions to the database however many groups there are. What has begun counts as
    held, before anybody wrote it down."""
    policy, dated, begun = policy_of(centre), _dated(centre, today), _begun(centre)
    rhythms = {(r.circle_id, r.strand): r for r in Rhythm.objects.of(centre)}
    found = []
    for circle in Circle.objects.of(centre).open().select_related("centre"):
        for strand in Strand.values:
            known = rhythms.get((circle.pk, strand)) or _beginning(circle, strand)
            if known.stage == Stage.CLOSED:
                continue
            clock = Clock(known.stage, known.counts_from)
            for kind, on in begun.get((circle.pk, strand), []):
                clock = cadence.after_held(clock, kind, on)
            urgency = cadence.urgency(
                policy,
                clock.stage,
                clock.counts_from,
                today,
                has_date=(circle.pk, strand) in dated,
            )
            found.append(Standing(circle, known, clock, urgency))
    return found


def _begun(centre: Centre) -> dict[tuple[int | None, str], list[tuple[str, date]]]:
    """Kind and day of what has begun and nobody wrote down as held, by strand."""
    rows = Meeting.objects.of(centre).announced().setting_the_clock()
    past = rows.filter(starts_at__lte=timezone.now()).order_by("starts_at")
    found: dict[tuple[int | None, str], list[tuple[str, date]]] = defaultdict(list)
    for circle, strand, kind, on in past.values_list("circle", "strand", "kind", "on"):
        found[circle, strand].append((kind, on))
    return found


def _dated(centre: Centre, today: date) -> set[tuple[int | None, str]]:
    """Strands whose next date stands. The day itself counts to its end: what has begun
    is held before anybody asks for the one after it."""
    ahead = Meeting.objects.of(centre).announced().setting_the_clock()
    return set(ahead.filter(on__gte=today).values_list("circle", "strand"))


def set_clock(meeting: Meeting, now: datetime) -> None:
    """What a gathering that was held does to the clock of its strand; the rule is
    `cadence.after_held`."""
    if meeting.circle is None:
        return
    rhythm = locked_rhythm(meeting.circle, meeting.strand)
    before = Clock(rhythm.stage, rhythm.counts_from)
    after = cadence.after_held(before, meeting.kind, meeting.on)
    if after != before:
        Rhythm.objects.filter(pk=rhythm.pk, stage=before.stage).update(
            stage=after.stage, counts_from=after.counts_from, changed_at=now
        )
