"""The dates of a programme: kept a quarter ahead, called off in one step."""

from __future__ import annotations

from collections.abc import Container
from contextlib import suppress
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.models import User
from champions.services.freshness import raise_version
from cms.dates import happening
from cms.enums import Attending, OutOfPlan, ProgrammeState
from cms.models import Programme, Session
from meetings.enums import Audience, MeetingState
from meetings.models import Meeting, Part
from meetings.services.closed_days import shut_days
from meetings.services.dates_ahead import make_dates
from meetings.services.gatherings import cancel_meeting, take_place_after_all
from meetings.services.moving import move_meeting
from meetings.services.places import held, lock_all_places, widen
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import today_at

WEEKS_AHEAD = 13
KEPT_AHEAD = frozenset({ProgrammeState.STARTING, ProgrammeState.RUNNING})
# Places of a session that anybody may come to: a number that is never reached.
DROP_IN_PLACES = 1000


@transaction.atomic
def make_sessions(programme: Programme, *, by: User | None = None) -> int:
    """Keep the dates a quarter ahead; returns how many are new. Run twice, it makes
    nothing twice. What the plan does not say any more, and days on which the doors are
    shut, go only where nobody replied; else the date stays and somebody is asked. A
    programme on a break, or at its end, gets none."""
    raise_version(programme.centre)
    programme = _locked(programme)
    if programme.state not in KEPT_AHEAD:
        return 0
    due = _due(programme)
    _drop_unwanted(programme, set(due), today_at(programme.centre))
    known = set(programme.sessions.values_list("original_on", flat=True))
    new = [day for day in due if day not in known]
    _add_sessions(programme, new, by)
    return len(new)


def _due(programme: Programme) -> list[date]:
    """The days of its plan from today on, a quarter ahead."""
    today = today_at(programme.centre)
    left_out, end = (
        days_left_out(programme, today),
        today + timedelta(weeks=WEEKS_AHEAD),
    )
    return happening(programme.plan, left_out, start=today, end=end)


def _add_sessions(programme: Programme, days: list[date], by: User | None) -> None:
    meetings = make_dates(
        programme.centre,
        days,
        at=programme.at,
        until=programme.until,
        place=programme.place,
        directions=programme.directions,
        title=programme.title,
        places=programme.places or DROP_IN_PLACES,
        hosts=programme.leads.all(),
        by=by,
    )
    Session.objects.bulk_create(
        Session(
            centre=programme.centre,
            programme=programme,
            meeting=meeting,
            original_on=meeting.on,
        )
        for meeting in meetings
    )


def _locked(programme: Programme) -> Programme:
    rows = Programme.objects.select_for_update(of=("self",)).select_related("centre")
    return rows.get(pk=programme.pk)


def days_left_out(programme: Programme, today: date) -> Container[date]:
    """The holidays and closed days on which it does not happen; none when it takes place
    all the same."""
    return shut_days(programme.centre, today) if programme.skips_shut_days else ()


def _drop_unwanted(programme: Programme, due: set[date], today: date) -> None:
    """Take away what the plan no longer says, unless somebody has replied: then those
    who run it are asked, once. A date that was moved here from a day that is over was
    planned."""
    ahead = upcoming_sessions(programme).filter(original_on__gte=today)
    _drop(ahead.exclude(original_on__in=due))
    dates = programme.sessions.filter(pk__in=ahead.values("pk"))
    unplanned = dates.exclude(original_on__in=due)
    unplanned.filter(out_of_plan=OutOfPlan.IN_PLAN).update(out_of_plan=OutOfPlan.ASKED)
    dates.filter(original_on__in=due).update(out_of_plan=OutOfPlan.IN_PLAN)


def _drop(dates: QuerySet[Session]) -> None:
    for session in dates.filter(meeting__seats=None):
        lock_all_places(session.meeting)
        if not session.meeting.seats.exists():
            session.delete()
            session.meeting.delete()


@transaction.atomic
def clear_dates(programme: Programme, *, why: str, by: User) -> None:
    """No dates from now on: those with replies are called off, so that everybody is
    told; the others go, and can be made again."""
    _locked(programme)
    _drop(upcoming_sessions(programme))
    for session in upcoming_sessions(programme):
        cancel_meeting(session.meeting, why=why, by=by)
        Session.objects.filter(pk=session.pk).update(off_with_programme=True)


@transaction.atomic
def bring_back_dates(programme: Programme, *, by: User) -> None:
    """It goes on: the dates to come that were called off with it, and that its plan still
    says, take place after all, and everybody who meant to come is told; new ones are
    made."""
    raise_version(programme.centre)
    programme = _locked(programme)
    # A date that was moved here from a day that is over was planned.
    planned = Q(original_on__in=_due(programme)) | Q(
        original_on__lt=today_at(programme.centre)
    )
    ahead = still_to_come(programme.sessions.filter(planned, off_with_programme=True))
    for session in ahead:
        # Today's may have begun meanwhile: then it stays off.
        with suppress(RefusedError), transaction.atomic():
            _bring_back(session, programme, by)
    make_sessions(programme, by=by)


def _bring_back(session: Session, programme: Programme, by: User | None) -> Meeting:
    """As the programme is now; a date that was moved alone stays where it is."""
    Session.objects.filter(pk=session.pk).update(off_with_programme=False)
    alone = session.moved_at is not None
    source = session.meeting if alone else programme
    meeting = take_place_after_all(
        session.meeting,
        at=source.at,
        until=source.until,
        place=source.place,
        directions=programme.directions,
        title=programme.title,
        hosts=programme.leads.all(),
        by=by,
    )
    for part in meeting.parts.all():
        _widen_to(part, programme.places or DROP_IN_PLACES, by)
    return meeting


@transaction.atomic
def follow_facts(programme: Programme, *, by: User | None) -> None:
    """Dates to come take over a changed time, place and number of places. Whoever
    meant to come is told of a new time or place; a place that is taken stays so."""
    _locked(programme)
    ahead = upcoming_sessions(programme).filter(meeting__starts_at__gt=timezone.now())
    for session in ahead:
        meeting = session.meeting
        Meeting.objects.filter(pk=meeting.pk).update(
            title=programme.title, directions=programme.directions
        )
        # A date that was moved alone stays where it is; today's may be too near to
        # move: then it stays as it was said.
        if session.moved_at is None:
            with suppress(RefusedError):
                _move_to(meeting, programme, by)
        for part in meeting.parts.all():
            _widen_to(part, programme.places or DROP_IN_PLACES, by)


def _move_to(meeting: Meeting, programme: Programme, by: User | None) -> None:
    wanted = {name: getattr(programme, name) for name in ("at", "until", "place")}
    if any(getattr(meeting, name) != value for name, value in wanted.items()):
        move_meeting(meeting, on=meeting.on, **wanted, by=by)


def _widen_to(part: Part, places: int, by: User | None) -> None:
    """As many places as are wanted, or as are taken already."""
    known = part.capacities.filter(audience=Audience.GUESTS)
    if not known.exclude(places=places).exists():
        return
    meeting = part.meeting
    lock_all_places(meeting)
    wanted = max(places, held(meeting, Audience.GUESTS))
    widen(meeting, part=part, audience=Audience.GUESTS, places=wanted, by=by)


def online_link_at(meeting: Meeting) -> str:
    """By what who comes takes part from home; nothing where all meet at the place."""
    programmes = Programme.objects.filter(sessions__meeting=meeting)
    online = programmes.exclude(attending=Attending.IN_PERSON)
    return online.values_list("online_link", flat=True).first() or ""


def upcoming_sessions(programme: Programme) -> QuerySet[Session]:
    """Dates still to come that are not called off, the next one first."""
    return still_to_come(
        programme.sessions.filter(meeting__state=MeetingState.ANNOUNCED)
    )


def still_to_come(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Not over yet; called-off ones stay in, so that nobody stands before a shut door."""
    return (
        sessions.select_related("meeting__centre", "programme")
        .filter(meeting__ends_at__gt=timezone.now())
        .order_by("meeting__starts_at")
    )


@transaction.atomic
def cancel_session(session: Session, *, why: str, by: User | None) -> Meeting:
    """Call off one date: everybody who said they would come is told. RefusedError when
    it is over: it took place."""
    if session.meeting.ends_at <= timezone.now():
        raise RefusedError(_("This date is over. It cannot be called off any more."))
    return cancel_meeting(session.meeting, why=why, by=by)


def can_take_place(session: Session) -> bool:
    """Whether it can still be taken back that it was called off."""
    return (
        session.meeting.state == MeetingState.CANCELLED
        and session.meeting.starts_at > timezone.now()
        and session.programme.state in KEPT_AHEAD
    )


@transaction.atomic
def take_place(session: Session, *, by: User | None) -> Meeting:
    """Take back that one date was called off: everybody who said they would come is
    told. RefusedError when it would have begun, or the programme takes a break."""
    raise_version(session.centre)
    programme = _locked(session.programme)
    if programme.state not in KEPT_AHEAD:
        raise RefusedError(_("It takes a break. Press “Start again” first."))
    # Who reads it by machine asks what has changed since.
    Programme.objects.filter(pk=programme.pk).update(updated_at=timezone.now())
    return _bring_back(session, programme, by)


def keep_dates_ahead() -> int:
    """The nightly task: new dates for every programme that runs; how many were made."""
    running = Programme.objects.filter(state__in=KEPT_AHEAD).select_related("centre")
    return sum(make_sessions(programme) for programme in running.iterator())
