"""A champion takes a break, moves on, comes back; somebody dies. What stops, and what
goes on, over this room and those below.

Stops at once: their places at get-togethers to come (who waits is offered them), what
was queued to tell them about those, leading the talk there. Who moved on or died has
nothing to do any more; who takes a break has it when they are back. Goes on: what they
thought of stays theirs (who moves on may take it along), and what they asked is
answered, as long as they live; places at programmes; mail to others of the household. The page of what they run goes without
their name by itself, for it names only who is at hand.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from champions.enums import ChampionState, CodePurpose
from champions.history import record
from champions.messages.outbox import cancel_topic, tell
from champions.models import Champion, Person, User
from champions.services import people
from champions.services.codes import revoke_code
from ideas.enums import WhenAuthorLeaves
from ideas.services.leaving import leave_ideas
from ideas.services.promises import let_go_all_of, take_up_again
from meetings.enums import Audience, MeetingKind
from meetings.models import Meeting, Seat
from meetings.services.circle_seats import ask_circle
from meetings.services.places import lock_places, offer_next
from meetings.services.seat_message import topic_of


@transaction.atomic
def take_break(champion: Champion, *, by: User | None) -> None:
    """No reason is asked. Raises ChampionMovedError when they are not active."""
    people.move_champion(champion, to=ChampionState.ON_BREAK, by=by)
    _leave_the_table(champion.person)
    _thank(champion, "on_a_break")


@transaction.atomic
def move_on(
    champion: Champion,
    *,
    by: User | None,
    ideas: WhenAuthorLeaves = WhenAuthorLeaves.STAY,
) -> None:
    """Goodbye, with thanks. Raises ChampionMovedError when they have moved on."""
    people.move_champion(champion, to=ChampionState.MOVED_ON, by=by)
    leave_ideas(champion.person, ideas, by=by)
    _leave_the_table(champion.person)
    let_go_all_of(champion.person, by=by)
    _thank(champion, "moved_on")


@transaction.atomic
def come_back(champion: Champion, *, by: User | None) -> None:
    """They are asked to what their groups have planned. Raises ChampionMovedError when
    they are back already."""
    people.move_champion(champion, to=ChampionState.ACTIVE, by=by)
    _ask_again(champion.person, by)


@transaction.atomic
def write_down_death(person: Person, *, by: User | None) -> None:
    """Nothing more is sent to them. Writing it down twice changes nothing."""
    if person.died_at:
        return
    people.mark_died(person, by=by)
    cancel_topic(f"person:{person.pk}", person=person)
    _give_up(_seats_to_come(person))
    _lead_no_talk(person)
    let_go_all_of(person, by=by)


@transaction.atomic
def undo_death(person: Person, *, by: User | None) -> None:
    """It was a mistake: they are asked anew, and have to do what they had. What was on
    its way to them stays unsent."""
    died_at = person.died_at
    if died_at is None:
        return
    people.undo_died(person, by=by)
    take_up_again(person, since=died_at, by=by)
    if Champion.objects.active().filter(person=person).exists():
        _ask_again(person, by)


def _leave_the_table(person: Person) -> None:
    seats = _seats_to_come(person).filter(audience=Audience.CHAMPIONS)
    _give_up(seats.exclude(meeting__kind=MeetingKind.SESSION))
    _lead_no_talk(person)


def _seats_to_come(person: Person) -> QuerySet[Seat]:
    ahead = Seat.objects.filter(person=person, meeting__starts_at__gt=timezone.now())
    return ahead.select_related("meeting").order_by("meeting_id")


def _give_up(seats: QuerySet[Seat]) -> None:
    """Each place goes to who waits longest; its link and code open nothing more."""
    for seat in seats:
        meeting, audience = seat.meeting, seat.audience
        lock_places(meeting, audience)
        cancel_topic(topic_of(meeting), person=seat.person)
        revoke_code(purpose=CodePurpose.SEAT, thing_id=seat.pk)
        record(meeting, "meetings.give_up", by=None, seat=seat.pk)
        seat.delete()
        offer_next(meeting, audience)


def _lead_no_talk(person: Person) -> None:
    Meeting.objects.upcoming().filter(chair=person).update(chair=None)


def _ask_again(person: Person, by: User | None) -> None:
    """To what their groups have planned, as everybody who has no seat there yet."""
    planned = Meeting.objects.upcoming().without_sessions()
    planned = planned.filter(circle__members__person=person)
    for meeting in planned.exclude(kind=MeetingKind.WELCOME):
        ask_circle(meeting, by=by)


def _thank(champion: Champion, name: str) -> None:
    """In the person's own language, once for each time they leave."""
    moment = timezone.now().strftime("%Y%m%d%H%M%S")
    tell(
        champion.person,
        f"meetings/{name}",
        event=f"{name}:{champion.pk}:{moment}",
        context={},
        asked_for=True,
    )


def run_by(person: Person) -> list[str]:
    """Names of what they run for their neighbours, as its dates to come say."""
    dates = Meeting.objects.upcoming().filter(hosts=person, kind=MeetingKind.SESSION)
    return list(dates.order_by("title").values_list("title", flat=True).distinct())
