"""Welcome workshops: made with their group and second get-together, announced when both
dates stand, and what is to be decided when more people say yes than there are places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Min, Sum
from django.utils.translation import gettext as _

from champions.history import record
from champions.models import Centre, Circle, User
from champions.services.circles import make_circle
from champions.services.turns import take_turn
from meetings.enums import HOLDING, Audience, MeetingKind, MeetingState, Reply
from meetings.models import Capacity, Meeting, Part, Seat
from meetings.models.meeting import MeetingQuerySet
from meetings.services.asking_first import ask_first
from meetings.services.closed_days import shut_days
from meetings.services.gatherings import Portion, announce, cancel_meeting, make_meeting
from meetings.services.places import places_of, widen
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import policy_of, today_at
from meetings.services.times import with_times
from meetings.workshop_dates import (
    REPLY_AFTER_POSTING,
    STAFF_JOIN,
    WorkshopPlan,
    problems,
    proposed_plan,
)


class WorkshopError(RefusedError):
    """A workshop cannot be made or announced like this; says what would mend it."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


def second_latest(centre: Centre) -> timedelta:
    """How long after a workshop its group meets again at the latest."""
    return timedelta(days=policy_of(centre).second.latest)


def workshops(centre: Centre) -> MeetingQuerySet:
    return Meeting.objects.of(centre).filter(kind=MeetingKind.WELCOME)


def next_workshop(centre: Centre) -> Meeting | None:
    """The next one that takes replies; somebody who asks to join is invited to it."""
    return workshops(centre).upcoming().filter(reply_by__gte=today_at(centre)).first()


def check_plan(centre: Centre, plan: WorkshopPlan) -> None:
    """Refuse, naming field and cure, what leaves no time for letters or replies."""
    found = problems(plan, today_at(centre), second_latest(centre))
    if found:
        raise WorkshopError(found)


@transaction.atomic
def make_workshop(
    centre: Centre,
    *,
    plan: WorkshopPlan,
    by: User,
    circle: Circle | None = None,
    circle_name: str = "",
) -> Meeting:
    """A draft with two portions, its group (an existing one, or a new one of that name)
    and, when its date is known, the second get-together. The same again, while it is a
    draft, is the same workshop."""
    check_plan(centre, plan)
    take_turn(centre)
    circle = circle or make_circle(centre, name=circle_name, lead=by, by=by)
    drafts = workshops(centre).filter(state=MeetingState.DRAFT, circle=circle)
    for known in drafts.filter(on=plan.on, at=plan.at):
        if plan_of(known) == plan:
            return known
    workshop = make_meeting(
        centre,
        kind=MeetingKind.WELCOME,
        circle=circle,
        on=plan.on,
        at=plan.at,
        until=plan.until,
        place=plan.place,
        directions=plan.directions,
        reply_by=plan.reply_by,
        parts=_portions(plan),
        by=by,
    )
    _keep_second(workshop, plan, by)
    return workshop


def _portions(plan: WorkshopPlan) -> list[Portion]:
    return [
        (
            _("Champions meet"),
            plan.at,
            plan.staff_from,
            {Audience.CHAMPIONS: plan.places},
        ),
        (
            _("Staff join"),
            plan.staff_from,
            plan.until,
            {Audience.CHAMPIONS: plan.places, Audience.STAFF: plan.staff_places},
        ),
    ]


def _keep_second(workshop: Meeting, plan: WorkshopPlan, by: User) -> None:
    """Make, move or let go the second get-together of a draft."""
    second = workshop.followed_by
    if second and second.state == MeetingState.DRAFT:
        second.delete()
        workshop.followed_by = None
    if plan.second_on:
        at, until = plan.second_hours
        workshop.followed_by = make_meeting(
            workshop.centre,
            kind=MeetingKind.SECOND,
            circle=workshop.circle,
            on=plan.second_on,
            at=at,
            until=until,
            place=plan.second_place,
            by=by,
        )
    workshop.save(update_fields=["followed_by"])


def plan_of(workshop: Meeting) -> WorkshopPlan:
    """A workshop as its point person said it, to change it or make one like it."""
    second = workshop.followed_by
    plan = WorkshopPlan(
        on=workshop.on,
        at=workshop.at,
        staff_from=workshop.parts.get(number=STAFF_JOIN).at,
        until=workshop.until,
        place=workshop.place,
        directions=workshop.directions,
        reply_by=workshop.reply_by or workshop.on,
        places=places_of(workshop, Audience.CHAMPIONS),
        staff_places=places_of(workshop, Audience.STAFF),
    )
    if second is None:
        return plan
    return replace(
        plan,
        second_on=second.on,
        second_at=second.at,
        second_until=second.until,
        second_place=second.place,
    )


@transaction.atomic
def change_draft(workshop: Meeting, *, plan: WorkshopPlan, by: User) -> Meeting:
    """Other dates, places or times, as long as nobody has been told."""
    check_plan(workshop.centre, plan)
    # The lock: announcing at the same time wins, or waits.
    draft = Meeting.objects.select_for_update().filter(
        pk=workshop.pk, state=MeetingState.DRAFT
    )
    if not draft.exists():
        raise WorkshopError({"on": _("It has been announced. Move it instead.")})
    for field in ("on", "at", "until", "place", "directions", "reply_by"):
        setattr(workshop, field, getattr(plan, field))
    with_times(workshop).save()
    _keep_portions(workshop, plan)
    _keep_second(workshop, plan, by)
    record(workshop, "meetings.change_draft", by=by)
    return workshop


def _keep_portions(workshop: Meeting, plan: WorkshopPlan) -> None:
    for number, (_title, at, until, audiences) in enumerate(_portions(plan), 1):
        part = workshop.parts.get(number=number)
        Part.objects.filter(pk=part.pk).update(at=at, until=until)
        for audience, count in audiences.items():
            part.capacities.filter(audience=audience).update(places=count)


def missing(workshop: Meeting) -> list[str]:
    """What must stand before a workshop can be announced."""
    second, found = workshop.followed_by, []
    if second is None or second.state == MeetingState.CANCELLED:
        found.append(_("The day of the second get-together."))
    elif not second.place:
        found.append(_("The place of the second get-together."))
    elif second.on > workshop.on + second_latest(workshop.centre):
        found.append(_("An earlier day for the second get-together."))
    if not workshop.reply_by or not may_still_post(workshop):
        found.append(_("A reply-by date that leaves three weeks for letters."))
    if workshop.circle is None:
        found.append(_("The champions’ group it is for."))
    return found


def may_still_post(workshop: Meeting) -> bool:
    """Whether a letter posted today leaves three weeks to answer it."""
    today = today_at(workshop.centre)
    return bool(workshop.reply_by and today <= workshop.reply_by - REPLY_AFTER_POSTING)


@transaction.atomic
def announce_workshop(workshop: Meeting, *, by: User) -> Meeting:
    """Both dates stand from now on. Refused until the second get-together has a day
    and a place: both are on every invitation. Who missed the draw for another one, or
    waited there in vain, is asked at once, before everybody else."""
    gaps = missing(workshop)
    if gaps:
        raise WorkshopError({str(number): gap for number, gap in enumerate(gaps)})
    announced = announce(workshop, by=by)
    ask_first(announced, by=by)
    return announced


@transaction.atomic
def drop_draft(workshop: Meeting, *, by: User) -> None:
    """A draft that is not wanted after all; nobody had been told."""
    second = workshop.followed_by
    cancel_meeting(workshop, why="", by=by)
    if second and second.state == MeetingState.DRAFT:
        cancel_meeting(second, why="", by=by)


def second_to_settle(workshop: Meeting) -> Meeting | None:
    """The second get-together of a workshop, while it could still be called off."""
    second = workshop.followed_by
    if workshop.kind != MeetingKind.WELCOME or second is None:
        return None
    is_open = second.state in (MeetingState.DRAFT, MeetingState.ANNOUNCED)
    return second if is_open and not second.has_begun else None


@transaction.atomic
def call_off_workshop(
    workshop: Meeting, *, why: str, with_second: bool, by: User | None
) -> Meeting:
    """Call off a workshop, and its second get-together when that is wanted too.
    Everybody invited is told of each that they know of."""
    second = second_to_settle(workshop)
    cancel_meeting(workshop, why=why, by=by)
    if with_second and second:
        cancel_meeting(second, why=why, by=by)
    return workshop


def further_workshop(workshop: Meeting, *, by: User) -> Meeting:
    """One more like this one, as a draft with both dates proposed."""
    centre = workshop.centre
    today, like = today_at(centre), plan_of(workshop)
    shut = shut_days(centre, today)
    plan = proposed_plan(today, place=workshop.place, like=like, shut=shut)
    return make_workshop(centre, plan=plan, by=by, circle=workshop.circle)


def filling_over(centre: Centre) -> list[Meeting]:
    """Workshops to come with more yeses than places now: lots will be drawn, unless
    staff make room before."""
    return _over_full(workshops(centre).upcoming().filter(confirmed_at=None))


def _over_full(rows: Iterable[Meeting]) -> list[Meeting]:
    open_ones = [one for one in rows if one.confirmed_at is None]
    full = fillings(open_ones)
    return [one for one in open_ones if full[one.pk].yes > full[one.pk].places]


def wanting_a_further(centre: Centre) -> list[Meeting]:
    """The same, and those whose draw was missed by somebody who still waits; as long as
    no later workshop is prepared or announced for them."""
    ahead = list(workshops(centre).upcoming().select_related("centre"))
    if not ahead:
        return []
    drawn = [one.pk for one in ahead if one.drawn_at]
    missed = set(
        Seat.objects.filter(
            meeting__in=drawn, reply=Reply.WAITING, audience=Audience.CHAMPIONS
        ).values_list("meeting", flat=True)
    )
    last = _last_one_ahead(centre)
    rows = [*_over_full(ahead), *(one for one in ahead if one.pk in missed)]
    return [one for one in rows if last is None or last <= one.starts_at]


def _last_one_ahead(centre: Centre) -> datetime | None:
    ahead = workshops(centre).filter(
        state__in=[MeetingState.DRAFT, MeetingState.ANNOUNCED]
    )
    last: datetime | None = ahead.aggregate(last=Max("starts_at"))["last"]
    return last


@transaction.atomic
def make_room(workshop: Meeting, *, places: int, by: User) -> None:
    """As many places for champions in each portion."""
    for part in workshop.parts.filter(capacities__audience=Audience.CHAMPIONS):
        widen(workshop, part=part, audience=Audience.CHAMPIONS, places=places, by=by)


def replies(workshop: Meeting) -> dict[str, int]:
    """How many people said what, companions counted with the yeses."""
    seats = Seat.objects.filter(meeting=workshop, audience=Audience.CHAMPIONS)
    said: Counter[str] = Counter()
    for reply, companions in seats.values_list("reply", "companions"):
        said[reply] += 1 + companions
    return dict(said)


@dataclass(frozen=True)
class Filling:
    """How full a workshop is: people who hope to come or have a place, and places."""

    yes: int
    places: int


def fillings(workshops: Iterable[Meeting]) -> dict[int, Filling]:
    """How full many workshops are, by id, in two questions to the database."""
    ids = [workshop.pk for workshop in workshops]
    if not ids:
        return {}
    seats = Seat.objects.filter(
        meeting__in=ids,
        audience=Audience.CHAMPIONS,
        reply__in=[Reply.HOPING, *HOLDING],
    )
    yes = dict(seats.values_list("meeting").annotate(n=Sum(1 + F("companions"))))
    rows = Capacity.objects.filter(part__meeting__in=ids, audience=Audience.CHAMPIONS)
    places = dict(rows.values_list("part__meeting").annotate(n=Min("places")))
    return {pk: Filling(yes.get(pk, 0), places.get(pk, 0)) for pk in ids}
