"""The life of a gathering: made, announced, moved, called off, held, and the next one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.history import record
from champions.models import Centre, Circle, Person, User
from champions.services.circles import note_next
from champions.when import day_in_words
from meetings import cadence
from meetings.enums import (
    NEXT_MEETING_STATES,
    RHYTHM_KINDS,
    Audience,
    MeetingKind,
    MeetingState,
    Stage,
    Strand,
)
from meetings.models import Attendance, Capacity, Meeting, Part
from meetings.services import telling
from meetings.services.circle_seats import ask_circle
from meetings.services.places import lock_all_places
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import (
    locked_rhythm,
    next_of,
    policy_of,
    rhythm_of,
    set_clock,
    today_at,
)
from meetings.services.times import with_times

DEFAULT_PLACES = 40
# What is told to the group as soon as it is announced.
OF_THE_GROUP = RHYTHM_KINDS | {MeetingKind.EXTRA}
Portion = tuple[str, time, time, Mapping[str, int]]


@dataclass(frozen=True)
class Proposal:
    """A day for the next get-together, and whether the group is owed a reason."""

    on: date
    needs_reason: bool


@transaction.atomic
def make_meeting(
    centre: Centre,
    *,
    kind: str,
    circle: Circle | None,
    on: date,
    at: time,
    until: time,
    place: str,
    by: User | None,
    parts: Sequence[Portion] | None = None,
    capacities: Mapping[str, int] | None = None,
    title: str = "",
    directions: str = "",
    reply_by: date | None = None,
    strand: str = Strand.CIRCLE,
    later_reason: str = "",
    chair: Person | None = None,
    hosts: Iterable[Person] = (),
) -> Meeting:
    """A draft, with its parts and their places; nobody is told yet.

    `on`, `at` and `until` are on the centre's wall clock. Without `parts` there is one,
    with `capacities` or forty places for champions and forty for staff.
    """
    meeting = Meeting(
        centre=centre,
        kind=kind,
        circle=circle,
        strand=strand,
        title=title,
        on=on,
        at=at,
        until=until,
        place=place,
        directions=directions,
        reply_by=reply_by,
        later_reason=later_reason,
        chair=chair,
        created_by=by,
    )
    with_times(meeting).save()
    meeting.hosts.set(hosts)
    _make_parts(meeting, parts or [("", at, until, capacities or _usual_places(kind))])
    record(meeting, "meetings.make", by=by)
    return meeting


def _usual_places(kind: str) -> Mapping[str, int]:
    if kind == MeetingKind.SESSION:
        return {Audience.GUESTS: DEFAULT_PLACES}
    return {Audience.CHAMPIONS: DEFAULT_PLACES, Audience.STAFF: DEFAULT_PLACES}


def _make_parts(meeting: Meeting, portions: Sequence[Portion]) -> None:
    for number, (title, at, until, places) in enumerate(portions, 1):
        part = Part.objects.create(
            centre=meeting.centre,
            meeting=meeting,
            number=number,
            title=title,
            at=at,
            until=until,
        )
        Capacity.objects.bulk_create(
            Capacity(centre=meeting.centre, part=part, audience=audience, places=count)
            for audience, count in places.items()
        )


@transaction.atomic
def announce(meeting: Meeting, *, by: User | None) -> Meeting:
    """From now on people may reply, and the group's members are asked.

    A welcome workshop is refused until its second get-together has a date and a
    place, which is then announced with it. Announcing twice changes nothing.
    """
    if meeting.kind == MeetingKind.WELCOME:
        _announce_second(meeting, by)
    if not _move(meeting, MeetingState.ANNOUNCED, announced_at=timezone.now()):
        if meeting.state == MeetingState.ANNOUNCED:
            return meeting
        raise RefusedError(_("It was called off, or it is over."))
    record(meeting, "meetings.announce", by=by)
    say_when_next(meeting.circle)
    if meeting.kind in OF_THE_GROUP:
        ask_circle(meeting, by=by)
    return meeting


def _announce_second(workshop: Meeting, by: User | None) -> None:
    second = workshop.followed_by
    if second is None or second.state == MeetingState.CANCELLED or not second.place:
        raise RefusedError(
            _(
                "First say when and where the second get-together is: it is on the letter."
            )
        )
    if second.state == MeetingState.DRAFT:
        announce(second, by=by)


def _move(meeting: Meeting, to: str, **fields: object) -> bool:
    """Bring a gathering into another state, unless somebody was faster; the row given
    then shows what it is now."""
    allowed = [state for state, ways in NEXT_MEETING_STATES.items() if to in ways]
    rows = Meeting.objects.filter(pk=meeting.pk, state__in=allowed)
    changed = rows.update(state=to, **fields)
    meeting.refresh_from_db()
    return bool(changed)


def say_when_next(circle: Circle | None) -> None:
    """Write down for the rooms below when and where the group meets next."""
    if circle is None:
        return
    ahead = Meeting.objects.of_circle(circle).upcoming().filter(kind__in=OF_THE_GROUP)
    following = ahead.order_by("starts_at").first()
    if following:
        note_next(circle, on=following.on, where=following.place)
    else:
        note_next(circle, on=None, where="")


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
) -> Meeting:
    """Another day, time or place. Everybody who did not say no is told once, and what
    was still to be sent about the old date is not sent. Replies stay as they are.

    Refused when it has begun, when somebody else moved it meanwhile, and when the new
    day is later than the limit without a reason.
    """
    lock_all_places(meeting)
    owes_reason = on != meeting.on and _owes_reason(meeting, on)
    if owes_reason and not later_reason.strip():
        raise RefusedError(
            _("This day is late. Please say why: the group will see it.")
        )
    moved = Meeting(centre=meeting.centre, on=on, at=at, until=until)
    with_times(moved)
    if moved.starts_at <= timezone.now():
        raise RefusedError(_("This day is over. Please choose one that is to come."))
    _check_order(meeting, on)
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
        telling.moved(meeting)
    return meeting


def _owes_reason(meeting: Meeting, on: date) -> bool:
    if meeting.circle is None or meeting.kind not in RHYTHM_KINDS:
        return False
    policy, workshop = policy_of(meeting.centre), _workshop_before(meeting)
    if workshop:
        return cadence.needs_reason(policy, Stage.SECOND, workshop.on, on)
    rhythm = rhythm_of(meeting.circle, meeting.strand)
    return cadence.needs_reason(policy, rhythm.stage, rhythm.counts_from, on)


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


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, why: str, by: User | None) -> Meeting:
    """Call it off. Everybody who did not say no is told once, on their own channel;
    the group's clock stays where it is. Calling off twice changes nothing."""
    lock_all_places(meeting)
    was_announced = Meeting.objects.announced().filter(pk=meeting.pk).exists()
    now = timezone.now()
    gone = _move(
        meeting,
        MeetingState.CANCELLED,
        cancelled_at=now,
        cancelled_why=why.strip(),
        sequence=F("sequence") + 1,
    )
    if not gone:
        if meeting.state == MeetingState.CANCELLED:
            return meeting
        raise RefusedError(_("It was held: it cannot be called off any more."))
    record(meeting, "meetings.cancel", by=by)
    say_when_next(meeting.circle)
    if was_announced:
        telling.called_off(meeting)
    return meeting


@transaction.atomic
def hold_meeting(meeting: Meeting, *, by: User | None) -> Meeting:
    """It took place: the group's clock counts from it, and after a welcome workshop
    those who came and those who could not are asked to the second get-together.
    Holding twice changes nothing; before it has begun it is refused."""
    now = timezone.now()
    if meeting.starts_at > now:
        raise RefusedError(_("It has not begun yet."))
    if not _move(meeting, MeetingState.HELD, held_at=now):
        if meeting.state == MeetingState.HELD:
            return meeting
        raise RefusedError(_("It was called off."))
    set_clock(meeting, now)
    record(meeting, "meetings.hold", by=by)
    say_when_next(meeting.circle)
    second = meeting.followed_by
    if meeting.kind == MeetingKind.WELCOME and second and second.takes_replies:
        ask_circle(second, by=by)
    return meeting


def hold_those_with_attendance(now: datetime) -> int:
    """Nightly: what is over and where attendance was taken has been held; how many."""
    over = Meeting.objects.announced().filter(
        ends_at__lte=now, pk__in=Attendance.objects.values("part__meeting")
    )
    over = over.select_related("centre", "circle", "followed_by")
    for meeting in over:
        hold_meeting(meeting, by=None)
    return len(over)


def say_all_next() -> None:
    """Nightly: a date that is over is no longer the next one of its group."""
    for circle in Circle.objects.open():
        say_when_next(circle)


def proposals(circle: Circle, today: date) -> list[Proposal]:
    """Three days for the group's next get-together, the best first."""
    rhythm, policy = rhythm_of(circle), policy_of(circle.centre)
    days = cadence.proposals(policy, rhythm.stage, rhythm.counts_from, today)
    return [
        Proposal(on, cadence.needs_reason(policy, rhythm.stage, rhythm.counts_from, on))
        for on in days
    ]


@transaction.atomic
def book_next(
    circle: Circle,
    *,
    on: date,
    by: User,
    at: time | None = None,
    until: time | None = None,
    place: str = "",
    later_reason: str = "",
    strand: str = Strand.CIRCLE,
) -> Meeting:
    """Book and announce what the group's stage says comes next; time and place are
    those of the last one unless given. The members are asked.

    Refused when a date stands already (the second of two people learns of it), when
    the day is over, and when it is late without a reason. The same day twice is once.
    """
    rhythm = locked_rhythm(circle, strand)
    booked = next_of(circle, strand)
    if booked and booked.on == on:
        return booked
    _check_booking(circle, rhythm.stage, booked, on)
    policy = policy_of(circle.centre)
    late = cadence.needs_reason(policy, rhythm.stage, rhythm.counts_from, on)
    if late and not later_reason.strip():
        raise RefusedError(
            _("This day is late. Please say why: the group will see it.")
        )
    like = last_like(circle)
    meeting = make_meeting(
        circle.centre,
        kind=cadence.KIND_OF[rhythm.stage],
        circle=circle,
        strand=strand,
        on=on,
        at=at or (like.at if like else time(14)),
        until=until or (like.until if like else time(16)),
        place=place or (like.place if like else circle.centre.name),
        directions=like.directions if like else "",
        later_reason=later_reason.strip() if late else "",
        by=by,
    )
    _follow_workshop(meeting)
    return announce(meeting, by=by)


def _check_booking(
    circle: Circle, stage: str, booked: Meeting | None, on: date
) -> None:
    if booked:
        raise RefusedError(_("The next date stands already. You can move it."))
    if stage not in cadence.KIND_OF:
        raise RefusedError(_("This group is resting: it has no next date."))
    if on <= today_at(circle.centre):
        raise RefusedError(_("This day is over. Please choose one that is to come."))


def last_like(circle: Circle) -> Meeting | None:
    """The group's latest gathering, whose time and place the next one takes over."""
    past = Meeting.objects.of_circle(circle).exclude(state=MeetingState.DRAFT)
    return past.order_by("-starts_at").first()


def _follow_workshop(second: Meeting) -> None:
    """A second get-together booked anew takes the place of the one that was lost."""
    if second.kind != MeetingKind.SECOND or second.circle is None:
        return
    workshops = Meeting.objects.of_circle(second.circle).filter(
        kind=MeetingKind.WELCOME,
        state__in=[MeetingState.ANNOUNCED, MeetingState.HELD],
    )
    last = workshops.order_by("-starts_at").first()
    if last:
        Meeting.objects.filter(pk=last.pk).update(followed_by=second)
