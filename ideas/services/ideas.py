"""Sharing an idea, hearing it, and its life once it happens."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from champions.enums import BlockKind
from champions.history import record
from champions.models import Centre, Circle, Person, StaffRole, User
from champions.quilt import Block, next_free_salt
from champions.search import search_text
from ideas.enums import NEXT_STAGES, IdeaStage, Origin
from ideas.models import Draft, Idea
from ideas.services.gifts import meet
from ideas.services.moves import _move, hear_with, lock_with_told, tell_concerned


def circles_of(author: Person) -> list[Circle]:
    """The open groups somebody meets with."""
    open_ones = Circle.objects.of(author.centre).open()
    return list(open_ones.filter(members__person=author).order_by("name"))


@transaction.atomic
def share_idea(
    centre: Centre,
    *,
    author: Person | None,
    what: str,
    language: str,
    by: User | None,
    why: str = "",
    brings: str = "",
    wants: str = "",
    quilt_kind: str = BlockKind.TOGETHER,
    circle: Circle | None = None,
    written_down: bool = False,
    submission: UUID | None = None,
    entry: UUID | None = None,
) -> Idea:
    """Put an idea before everybody. Its group is the author's, when there is one alone;
    a card may have no name on it.

    `submission` makes a form that is sent twice give the same idea; `entry` is the
    form of quick entry that it came with.
    """
    if submission and (known := _already(centre, author, submission)):
        return known
    idea = Idea(
        centre=centre,
        author=author,
        origin=_origin(author) if author else Origin.CHAMPION,
        written_down_by=by if written_down else None,
        what=what,
        why=why,
        brings=brings,
        wants=wants,
        language=language,
        quilt_kind=quilt_kind,
        circle=circle or (_only_circle(author) if author else None),
        search_text=search_text(language, what, why, brings, wants),
        entry=entry,
    )
    idea = _stored(idea, submission)
    record(idea, "ideas.shared", by=by)
    if not written_down and author:
        Draft.objects.filter(person=author).delete()
    meet(idea)
    return idea


def _stored(idea: Idea, submission: UUID | None) -> Idea:
    """The row, under the form's own uuid: of two that arrive at the same moment the
    database keeps one. A uuid that is another idea's already gives way."""
    try:
        with transaction.atomic():
            _save_as(submission or uuid4(), idea)
    except IntegrityError:
        known = submission and _already(idea.centre, idea.author, submission)
        if known:
            return known
        _save_as(uuid4(), idea)
    return idea


def _save_as(uuid: UUID, idea: Idea) -> None:
    idea.uuid = uuid
    idea.quilt_salt = _free_salt(idea)
    idea.save()


def _already(centre: Centre, author: Person | None, submission: UUID) -> Idea | None:
    """What this form gave when it was sent before."""
    ideas = Idea.objects.of(centre).filter(author=author)
    return ideas.filter(uuid=submission).first()


def _only_circle(author: Person) -> Circle | None:
    circles = circles_of(author)
    return circles[0] if len(circles) == 1 else None


def _origin(author: Person) -> Origin:
    if hasattr(author, "champion"):
        return Origin.CHAMPION
    roles = StaffRole.objects.filter(centre=author.centre, user=author.user_id)
    return Origin.STAFF if author.user_id and roles.exists() else Origin.PUBLIC


def _free_salt(idea: Idea) -> int:
    """No idea of the centre shall have the same square as another (look, section 2)."""
    siblings = Idea.objects.of(idea.centre).filter(quilt_kind=idea.quilt_kind)
    blocks = [
        Block(uuid, idea.quilt_kind, salt)
        for uuid, salt in siblings.values_list("uuid", "quilt_salt")
    ]
    return next_free_salt(idea.uuid, idea.quilt_kind, blocks)


@transaction.atomic
def choose_circle(idea: Idea, *, circle: Circle, by: User) -> None:
    """Say which group talks about an idea whose author is in none, or in several."""
    Idea.objects.filter(pk=idea.pk).update(circle=circle, updated_at=timezone.now())
    idea.circle = circle
    record(idea, "ideas.choose_circle", by=by, circle=circle.pk)


@transaction.atomic
def hear(idea: Idea, *, by: User | None, on: date | None = None) -> None:
    """Tell the author: we heard you, we talk about it on that day; without `on`, the
    group's next get-together. An idea without a group cannot be heard yet. Without
    `by` it is heard because the group has a date. Whoever answered it meanwhile has
    heard it: that is not undone, and TransitionError says so."""
    if idea.circle is None:
        raise NoCircleError
    lock_with_told(idea)
    day = on or next_day(idea)
    _move(
        idea,
        IdeaStage.TALKING,
        by=by,
        only_from=IdeaStage.SHARED,
        talk_on=day,
        heard_at=timezone.now(),
        heard_by=by,
    )
    hear_with(idea, by=by)
    tell_concerned(idea, on=day, by=by)


class NoCircleError(Exception):
    """Nobody talks about an idea that belongs to no group."""


def next_day(idea: Idea) -> date | None:
    """When the idea's group meets next, in the centre's zone; a past date is none."""
    day = idea.circle and idea.circle.next_on
    if day and day >= timezone.localdate(timezone=idea.centre.tzinfo):
        return day
    return None


@transaction.atomic
def start_idea(idea: Idea, *, by_person: Person, by: User | None = None) -> None:
    """The author says "we are starting": nothing is asked of the centre. `by` is
    whoever wrote it down for them."""
    _move(idea, IdeaStage.RUNNING, by=by or by_person.user)
    tell_concerned(idea)


@transaction.atomic
def start_running(idea: Idea, *, url: str, by: User | None = None) -> None:
    """The programme of this idea is in public at `url`. Idempotent: people are told
    when the idea begins to happen, not of every change of the address. One that is told
    under another happens as that one."""
    idea.refresh_from_db(fields=["stage", "merged_into"])
    stands = idea.merged_into or idea
    if stands.programme_url != url:
        Idea.objects.filter(pk=stands.pk).update(
            programme_url=url, updated_at=timezone.now()
        )
        stands.programme_url = url
    if IdeaStage.RUNNING in NEXT_STAGES[stands.stage]:
        _move(stands, IdeaStage.RUNNING, by=by)
        tell_concerned(stands)


@transaction.atomic
def rest_idea(idea: Idea, *, by: User | None) -> None:
    """What happened pauses for a while."""
    _move(idea, IdeaStage.RESTING, by=by)
    tell_concerned(idea)


@transaction.atomic
def finish_idea(idea: Idea, *, by: User | None, learned: str = "") -> None:
    """What happened has come to a good end. What was learned stays on its page; words
    that stand there already are not lost by saying none."""
    words: dict[str, Any] = {"learned": learned} if learned else {}
    _move(idea, IdeaStage.FINISHED, by=by, **words)
    tell_concerned(idea)
