"""What a champion finds on their own page, over all centres they belong to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from champions.enums import ChampionState
from champions.models import Person, User
from cms.models import Programme, Session
from cms.services.sessions import still_to_come
from ideas.enums import UNANSWERED_STAGES, IdeaStage
from ideas.models import Idea, Promise
from meetings.enums import MeetingKind, MeetingState
from meetings.how_often_page import answers_to_give
from meetings.models import RhythmAnswer, Seat

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
    how_often: list[RhythmAnswer]

    @property
    def is_champion(self) -> bool:
        """Somebody who was invited can sign in too; the table is the champions'."""
        return self.has_place and self.person.champion.state != ChampionState.MOVED_ON

    @property
    def has_place(self) -> bool:
        """Said yes one day; on a break or moved on, the way back stands open."""
        return self.person is not None and hasattr(self.person, "champion")


def my_page(user: User) -> MyPage:
    """Everything on `/my/` for a signed-in person, in a constant number of queries."""
    known = Person.objects.living().filter(user=user)
    people = list(known.select_related("centre", "champion"))
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
        led=_led_by(people),
        own_ideas=own,
        to_describe=[
            idea for idea in own if idea.stage in READY and idea.pk not in described
        ],
        others_ideas=_ideas_of_others(people, ideas),
        how_often=answers_to_give(people),
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


def _led_by(people: list[Person]) -> list[Led]:
    programmes = list(
        Programme.objects.filter(leads__in=people).select_related("centre").distinct()
    )
    dates = Session.objects.filter(
        programme__in=programmes, meeting__state=MeetingState.ANNOUNCED
    )
    following: dict[int, Session] = {}
    for session in still_to_come(dates):
        following.setdefault(session.programme_id, session)
    return [Led(programme, following.get(programme.pk)) for programme in programmes]


def _ideas_of_others(people: list[Person], ideas) -> list[Idea]:
    """Ideas of their centres to which they have not yet said anything, the least
    heard first. Who is no champion sees what happens, with everybody."""
    centres = [one.centre_id for one in people if hasattr(one, "champion")]
    mine = ideas.filter(centre__in=centres)
    others = mine.exclude(author__in=people).exclude(reactions__person__in=people)
    return list(others.order_by("shared_at")[:IDEAS_SHOWN])
