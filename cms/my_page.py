"""What a champion finds on their own page, over all centres they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from champions.enums import ChampionState
from champions.models import Centre, Person, User
from cms.models import AskedToRun, Programme, Session
from cms.permissions import has_a_week
from cms.services.carrying_on import open_questions
from cms.services.sessions import still_to_come
from ideas.cards import Card, cards_of
from ideas.enums import UNANSWERED_STAGES, IdeaStage
from ideas.models import Comment, Idea, Promise
from ideas.searching import wanting
from meetings.enums import MeetingKind, MeetingState, Reply
from meetings.how_often_page import answers_to_give
from meetings.models import Meeting, RhythmAnswer, Seat
from meetings.replies import Standing, standing_of

IDEAS_SHOWN = 2
IDEAS_READ = 300
# Long enough to see it at the next get-together, and to object.
HIDDEN_DAYS = 60
# An answer was given or none is needed: it can be described for the neighbours.
READY = frozenset({IdeaStage.SUPPORTED, IdeaStage.TRYING, IdeaStage.RUNNING})
SEWING = UNANSWERED_STAGES | READY


@dataclass(frozen=True)
class NextOne:
    """The next get-together somebody was asked to, and their reply to it."""

    seat: Seat
    is_champion: bool

    @property
    def url(self) -> str:
        """The table's page for champions; who was invited has the reply alone."""
        meeting = self.seat.meeting
        if self.is_champion:
            return reverse("meetings:detail", args=[meeting.centre.slug, meeting.pk])
        return reverse("meetings:seat", args=[self.seat.pk])

    @property
    def reply_url(self) -> str:
        """Where “yes” and “no” are sent, while they are taken."""
        meeting = self.seat.meeting
        if not (self.is_champion and meeting.takes_replies):
            return ""
        return reverse("meetings:reply", args=[meeting.centre.slug, meeting.pk])

    @property
    def standing(self) -> Standing:
        return standing_of(self.seat)

    @property
    def may_say_yes(self) -> bool:
        return self.seat.reply not in (Reply.COMING, Reply.HOPING, Reply.WAITING)

    @property
    def may_say_no(self) -> bool:
        return self.seat.reply != Reply.NOT_COMING


@dataclass(frozen=True)
class Promised:
    """Something they said they would do, and where they say that it is done."""

    promise: Promise
    done_url: str

    @property
    def day(self) -> date | None:
        """By when; a day of a champion's that is over is none any more."""
        promise, day = self.promise, self.promise.due_on
        today = timezone.localdate(timezone=promise.centre.tzinfo)
        return day if promise.by_staff or (day and day >= today) else None

    @property
    def thing(self) -> Any:
        return self.promise.idea or self.promise.circle or self.promise.centre


@dataclass(frozen=True)
class Led:
    """A programme the champion runs, and its next date."""

    programme: Programme
    next: Session | None


@dataclass(frozen=True)
class MyPage:
    """At most five blocks, each with one thing to do."""

    people: list[Person]
    next_one: NextOne | None
    promises: list[Promised]
    led: list[Led]
    asked_to_run: list[AskedToRun]
    own_ideas: list[Card]
    to_describe: list[Idea]
    gifts: str
    others_ideas: list[Card]
    how_often: list[RhythmAnswer]
    hidden: list[Comment]
    is_staff: bool

    @property
    def person(self) -> Person | None:
        return self.people[0] if self.people else None

    @property
    def is_champion(self) -> bool:
        """Somebody who was invited can sign in too; the table is the champions'."""
        return bool(self.centres)

    @property
    def centres(self) -> list[Centre]:
        """Where they are at the table, and share ideas."""
        return [one.centre for one in self.people if _is_at_table(one)]

    @property
    def has_place(self) -> bool:
        """Said yes one day; on a break or moved on, the way back stands open."""
        return self.person is not None and hasattr(self.person, "champion")

    @property
    def names_centre(self) -> bool:
        return len(self.people) > 1


def _is_at_table(person: Person) -> bool:
    """Who moved on sees what happens, with everybody."""
    known = hasattr(person, "champion")
    return known and person.champion.state != ChampionState.MOVED_ON


def my_page(user: User) -> MyPage:
    """Everything on `/my/` for a signed-in person, in a constant number of queries."""
    known = Person.objects.living().filter(user=user)
    people = list(known.select_related("centre", "champion"))
    ideas = Idea.objects.told().filter(stage__in=SEWING)
    ideas = ideas.select_related("centre", "author", "circle")
    # One that is told under another is found there.
    mine = Q(author__in=people, not_mine_at=None) | Q(
        same__author__in=people, same__not_mine_at=None
    )
    own = list(ideas.filter(mine, programme_url="").distinct())
    gifts, others = _ideas_of_others(people, ideas)
    return MyPage(
        people=people,
        next_one=_next_one(people),
        promises=_promised_by(people),
        led=_led_by(people),
        asked_to_run=list(open_questions(people)),
        own_ideas=cards_of(own),
        to_describe=_to_describe(own),
        gifts=gifts,
        others_ideas=cards_of(others),
        how_often=answers_to_give(people),
        hidden=_hidden_of(people),
        is_staff=has_a_week(user),
    )


def _hidden_of(people: list[Person]) -> list[Comment]:
    """What they said and staff hid lately, until staff have looked once more."""
    since = timezone.now() - timedelta(days=HIDDEN_DAYS)
    rows = Comment.objects.filter(person__in=people, hidden_at__gte=since)
    rows = rows.filter(settled_at=None, not_mine_at=None)
    return list(rows.select_related("idea", "centre").order_by("-hidden_at"))


def _to_describe(own: list[Idea]) -> list[Idea]:
    described = Programme.objects.filter(idea__in=own).values_list("idea_id", flat=True)
    known = set(described)
    return [idea for idea in own if idea.stage in READY and idea.pk not in known]


def _next_one(people: list[Person]) -> NextOne | None:
    """Their place at the next gathering that is not a session of a programme."""
    seat = (
        Seat.objects.filter(
            person__in=people,
            meeting__state=MeetingState.ANNOUNCED,
            meeting__ends_at__gt=timezone.now(),
        )
        .exclude(meeting__kind=MeetingKind.SESSION)
        .select_related("meeting__circle", "meeting__centre", "centre", "person")
        .order_by("meeting__starts_at")
        .first()
    )
    if seat is None:
        return None
    person = next(one for one in people if one.pk == seat.person_id)
    return NextOne(seat, _is_at_table(person))


def _promised_by(people: list[Person]) -> list[Promised]:
    promises = list(
        Promise.objects.open()
        .filter(person__in=people)
        .select_related("idea", "circle", "centre")
    )
    pages = _pages_of({one.circle_id for one in promises if not one.idea_id})
    return [Promised(one, _where_done(one, pages)) for one in promises]


def _pages_of(circles: set[int | None]) -> dict[int | None, int]:
    """By group, its next or last get-together: its promises stand there."""
    standing = [MeetingState.ANNOUNCED, MeetingState.HELD]
    meetings = Meeting.objects.filter(circle__in=circles - {None}, state__in=standing)
    return dict(meetings.order_by("starts_at").values_list("circle", "pk"))


def _where_done(promise: Promise, pages: dict[int | None, int]) -> str:
    slug = promise.centre.slug
    if promise.idea_id:
        ids = [slug, promise.idea_id, promise.pk]
        return reverse("ideas:end_promise", args=ids)
    page = pages.get(promise.circle_id)
    if page is None:
        return ""
    return reverse("meetings:promise_kept", args=[slug, page, promise.pk])


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


def _ideas_of_others(
    people: list[Person], ideas: QuerySet[Idea]
) -> tuple[str, list[Idea]]:
    """Ideas of their centres to which they have not yet said anything: those that speak
    of what they like to do, with their own words for it; else the least heard. Who is
    no champion sees what happens, with everybody."""
    champions = [one for one in people if _is_at_table(one)]
    theirs = ideas.filter(centre__in=[one.centre_id for one in champions])
    others = theirs.exclude(author__in=people).exclude(reactions__person__in=people)
    read = list(others.order_by("shared_at")[:IDEAS_READ])
    for person in champions:
        gifts = person.champion.gifts.strip()
        near = [idea for idea in read if idea.centre_id == person.centre_id]
        met = wanting(gifts, near, language=person.language)
        if met:
            return gifts, met[:IDEAS_SHOWN]
    return "", read[:IDEAS_SHOWN]
