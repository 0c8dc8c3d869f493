"""What a champion finds on their own page, over all centres they belong to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from champions.models import Person, User
from cms.models import Programme, Session
from cms.services.sessions import upcoming_sessions
from ideas.enums import UNANSWERED_STAGES, IdeaStage
from ideas.models import Idea, Promise
from meetings.enums import MeetingKind, MeetingState
from meetings.models import Seat

IDEAS_SHOWN = 2
# An answer was given or none is needed: it can be described for the neighbours.
READY = frozenset({IdeaStage.SUPPORTED, IdeaStage.TRYING, IdeaStage.RUNNING})
SEWING = UNANSWERED_STAGES | READY


@dataclass(frozen=True)
class Led:
    """A programme the champion runs, and its next date."""

    programme: Programme
    next: Session | None


@dataclass(frozen=True)
class MyPage:
    """At most five blocks, each with one thing to do."""

    person: Person | None
    next_seat: Seat | None
    promises: list[Promise]
    led: list[Led]
    own_ideas: list[Idea]
    to_describe: list[Idea]
    others_ideas: list[Idea]


def my_page(user: User) -> MyPage:
    """Everything on `/my/` for a signed-in person. A constant number of queries but
    for the next date of each programme they run."""
    people = list(Person.objects.living().filter(user=user).select_related("centre"))
    ideas = Idea.objects.filter(stage__in=SEWING).select_related("centre", "author")
    own = list(ideas.filter(author__in=people, programme_url=""))
    described = set(
        Programme.objects.filter(idea__in=own).values_list("idea_id", flat=True)
    )
    return MyPage(
        person=people[0] if people else None,
        next_seat=_next_seat(people),
        promises=list(
            Promise.objects.open()
            .filter(person__in=people)
            .select_related("idea", "circle", "centre")
        ),
        led=[_led(programme) for programme in _run_by(people)],
        own_ideas=own,
        to_describe=[
            idea for idea in own if idea.stage in READY and idea.pk not in described
        ],
        others_ideas=_ideas_of_others(people, ideas),
    )


def _next_seat(people: list[Person]) -> Seat | None:
    """Their place at the next gathering that is not a session of a programme."""
    return (
        Seat.objects.filter(
            person__in=people,
            meeting__state=MeetingState.ANNOUNCED,
            meeting__ends_at__gt=timezone.now(),
        )
        .exclude(meeting__kind=MeetingKind.SESSION)
        .select_related("meeting__circle", "meeting__centre", "person")
        .order_by("meeting__starts_at")
        .first()
    )


def _run_by(people: list[Person]):
    return Programme.objects.filter(leads__in=people).select_related("centre")


def _led(programme: Programme) -> Led:
    return Led(programme, upcoming_sessions(programme).first())


def _ideas_of_others(people: list[Person], ideas) -> list[Idea]:
    """Ideas of their centres to which they have not yet said anything, the least
    heard first."""
    mine = ideas.filter(centre__in=[person.centre_id for person in people])
    others = mine.exclude(author__in=people).exclude(reactions__person__in=people)
    return list(others.order_by("shared_at")[:IDEAS_SHOWN])
