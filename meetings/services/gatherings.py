"""The life of a gathering: made, announced, called off, held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.history import record
from champions.models import Centre, Circle, Person, User
from champions.services.circles import note_next
from champions.services.freshness import raise_version
from meetings.enums import (
    NEXT_MEETING_STATES,
    RHYTHM_KINDS,
    Audience,
    MeetingKind,
    MeetingState,
    Strand,
)
from meetings.models import Capacity, Meeting, Part
from meetings.services import telling
from meetings.services.circle_seats import ask_circle, ask_staff
from meetings.services.places import lock_all_places, offer_next
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import set_clock
from meetings.services.talk_days import date_is_lost, date_stands
from meetings.services.times import with_times

DEFAULT_PLACES = 40
# What is told to the group as soon as it is announced.
OF_THE_GROUP = RHYTHM_KINDS | {MeetingKind.EXTRA}
Portion = tuple[str, time, time, Mapping[str, int]]


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
        raise_version(meeting.centre)
        _announce_second(meeting, by)
    drafts = Meeting.objects.filter(state=MeetingState.DRAFT)
    now = timezone.now()
    if not _move(meeting, MeetingState.ANNOUNCED, among=drafts, announced_at=now):
        if meeting.state == MeetingState.ANNOUNCED:
            return meeting
        raise RefusedError(_("It was called off, or it is over."))
    record(meeting, "meetings.announce", by=by)
    say_when_next(meeting.circle)
    if meeting.kind in OF_THE_GROUP:
        ask_circle(meeting, by=by)
        date_stands(meeting)
    if meeting.kind == MeetingKind.WELCOME:
        ask_staff(meeting, by=by)
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


def _move(
    meeting: Meeting,
    to: str,
    among: QuerySet[Meeting] | None = None,
    **fields: object,
) -> bool:
    """Bring a gathering into another state, unless somebody was faster or it is not
    `among` those that may; the row given then shows what it is now."""
    allowed = [state for state, ways in NEXT_MEETING_STATES.items() if to in ways]
    rows = Meeting.objects.all() if among is None else among
    changed = rows.filter(pk=meeting.pk, state__in=allowed).update(state=to, **fields)
    meeting.refresh_from_db()
    return bool(changed)


def say_when_next(circle: Circle | None) -> None:
    """Write down for the rooms below when and where the group meets next."""
    if circle is None:
        return
    # Not of those who meet monthly apart: the others of the group are not asked there.
    ahead = Meeting.objects.of_circle(circle).upcoming()
    whole = ahead.filter(kind__in=OF_THE_GROUP, strand=Strand.CIRCLE)
    following = whole.order_by("starts_at").first()
    if following:
        note_next(circle, on=following.on, where=following.place)
    else:
        note_next(circle, on=None, where="")


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, why: str, by: User | None) -> Meeting:
    """Call it off. Everybody who did not say no is told once, on their own channel;
    the group's clock stays where it is. Calling off twice changes nothing."""
    raise_version(meeting.centre)
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
        date_is_lost(meeting)
    return meeting


@transaction.atomic
def take_place_after_all(
    meeting: Meeting,
    *,
    at: time,
    until: time,
    place: str,
    directions: str,
    title: str,
    hosts: Iterable[Person],
    by: User | None,
) -> Meeting:
    """Take back that a programme's date was called off, as the programme is now: on the
    same day, with its hours (on the centre's wall clock), place and hosts. Places stay
    whose they were; everybody who did not say no is told once, who waits is offered what
    is free. Twice changes nothing; when it would have begun, RefusedError."""
    raise_version(meeting.centre)
    lock_all_places(meeting)
    now = Meeting(centre=meeting.centre, on=meeting.on, at=at, until=until)
    with_times(now)
    dates = Meeting.objects.filter(
        kind=MeetingKind.SESSION, state=MeetingState.CANCELLED
    )
    is_back = now.starts_at > timezone.now() and _move(
        meeting,
        MeetingState.ANNOUNCED,
        among=dates,
        at=at,
        until=until,
        starts_at=now.starts_at,
        ends_at=now.ends_at,
        place=place,
        directions=directions,
        title=title,
        announced_at=timezone.now(),
        cancelled_at=None,
        cancelled_why="",
        sequence=F("sequence") + 1,
    )
    if not is_back:
        meeting.refresh_from_db()
        if meeting.state == MeetingState.ANNOUNCED:
            return meeting
        raise RefusedError(_("This date is over, or was never called off."))
    meeting.parts.update(at=at, until=until)
    meeting.hosts.set(hosts)
    record(meeting, "meetings.after_all", by=by)
    telling.after_all(meeting)
    offer_next(meeting, Audience.GUESTS)
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
