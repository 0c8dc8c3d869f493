"""Two ideas that are one wish: told together, and taken apart again as they were."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from champions.history import record
from champions.messages.outbox import tell
from champions.models import Person, User
from ideas.enums import NEXT_STAGES, IdeaStage, Told
from ideas.models import Idea, SameAs
from ideas.services.moves import _move, link_to, lock_ideas, tell_concerned, words_for


class CannotJoinError(Exception):
    """Neither of the two may go under the other: both were answered already, or others
    are told together with them."""


def who_joins(idea: Idea, other: Idea) -> tuple[Idea, Idea]:
    """Which goes under which: the idea under the other, unless only the other way
    round is possible. Raises CannotJoinError."""
    for joins, stays in ((idea, other), (other, idea)):
        if _may_join(joins, stays):
            return joins, stays
    raise CannotJoinError


def _may_join(joins: Idea, stays: Idea) -> bool:
    return (
        joins.pk != stays.pk
        and not (joins.is_taken_down or stays.is_taken_down)
        and joins.centre_id == stays.centre_id
        and IdeaStage.MERGED in NEXT_STAGES[joins.stage]
        and stays.stage != IdeaStage.MERGED
        and not joins.same.exists()
        and not joins.answers.exists()
    )


@transaction.atomic
def tell_together(idea: Idea, other: Idea, *, by: User | None) -> SameAs:
    """Staff say that the two are one wish. Saying it twice is saying it once. Raises
    CannotJoinError."""
    _begin(idea, other)
    if known := _joined(idea, other):
        return known
    return _join(_asked(idea, other), by=by)


@transaction.atomic
def ask_same(idea: Idea, other: Idea, *, author: Person, by: User | None) -> SameAs:
    """An author says that the two are one wish; once the author of the other says so
    too, they are told together. `by` is whoever pressed. Raises CannotJoinError."""
    _begin(idea, other)
    if known := _joined(idea, other):
        return known
    same = _asked(idea, other)
    was_asked = _says_so(same, author)
    if same.idea_author_at and same.into_author_at:
        return _join(same, by=by)
    if not was_asked:
        record(same.idea, "ideas.ask_same", by=by, other=same.into_id)
        _ask_the_other(same, author)
    return same


def _begin(idea: Idea, other: Idea) -> None:
    """Two who say it of the same ideas take turns, and see what the first has done."""
    lock_ideas(Q(pk__in=[idea.pk, other.pk]))
    fields = ["stage", "merged_into", "move_count", "not_mine_at"]
    for one in (idea, other):
        one.refresh_from_db(fields=fields)


def stand_alone(idea: Idea, *, by: User | None) -> None:
    """Take it apart from all that it is told together with."""
    pairs = SameAs.objects.joined().filter(Q(idea=idea) | Q(into=idea))
    for same in pairs.select_related("idea__author", "into__author").order_by("pk"):
        take_apart(same, by=by)


def _joined(idea: Idea, other: Idea) -> SameAs | None:
    """Told together already, whichever way round."""
    pair = [idea.pk, other.pk]
    return SameAs.objects.joined().filter(idea__in=pair, into__in=pair).first()


def _asked(idea: Idea, other: Idea) -> SameAs:
    """The one standing question about the two; asked the other way round before, it
    turns, and who has said so keeps their word."""
    joins, stays = who_joins(idea, other)
    pair = [joins.pk, stays.pk]
    asked = SameAs.objects.asked().filter(idea__in=pair, into__in=pair).first()
    same = asked or SameAs(centre=joins.centre)
    if asked and asked.idea_id == stays.pk:
        said = (asked.into_author_at, asked.idea_author_at)
        same.idea_author_at, same.into_author_at = said
    same.idea, same.into = joins, stays
    same.save()
    return same


def _says_so(same: SameAs, author: Person) -> bool:
    """Note that this author agrees; whether they had said so before."""
    before = (same.idea_author_at, same.into_author_at)
    now = timezone.now()
    if author == same.idea.author:
        same.idea_author_at = same.idea_author_at or now
    if author == same.into.author:
        same.into_author_at = same.into_author_at or now
    same.save(update_fields=["idea_author_at", "into_author_at"])
    return before == (same.idea_author_at, same.into_author_at)


def _join(same: SameAs, *, by: User | None) -> SameAs:
    idea, into = same.idea, same.into
    before = idea.stage
    _move(idea, IdeaStage.MERGED, by=by, merged_into=into)
    SameAs.objects.filter(pk=same.pk).update(
        joined_at=timezone.now(), joined_by=by, stage_before=before
    )
    # A form begun for one idea shall not answer two unseen.
    Idea.objects.filter(pk=into.pk).update(
        move_count=F("move_count") + 1, updated_at=timezone.now()
    )
    into.refresh_from_db(fields=["move_count"])
    record(into, "ideas.told_with", by=by, other=idea.pk)
    tell_concerned(idea)
    _tell_author(same, "ideas/told_with")
    same.refresh_from_db()
    return same


def _tell_author(same: SameAs, name: str) -> None:
    """The author of the idea that stays; who wrote both has heard it by the other."""
    into = same.into
    if into.author is None or into.not_mine_at or into.author == same.idea.author:
        return
    tell(
        into.author,
        name,
        event=f"idea:{into.pk}:{name}:{same.pk}",
        channel=into.author.channel,
        context=words_for(into, into.author, Told.AUTHOR) | {"other": same.idea},
        links={"idea": link_to(into, language=into.author.language)},
        topics=[f"idea:{into.pk}"],
    )


def _ask_the_other(same: SameAs, author: Person) -> None:
    """The author of the other one is asked, once, by their own channel."""
    own, other = same.idea, same.into
    if author == own.author:
        own, other = other, own
    if own.author is None or own.author == author:
        return
    words = words_for(own, own.author, Told.AUTHOR)
    tell(
        own.author,
        "ideas/same_asked",
        event=f"idea:{own.pk}:same_asked:{same.pk}",
        channel=own.author.channel,
        context=words | {"other": other, "asker": author},
        links={"idea": link_to(own, language=own.author.language)},
        topics=[f"idea:{own.pk}"],
    )


@transaction.atomic
def take_apart(same: SameAs, *, by: User | None) -> None:
    """The idea comes back to where it stood, with all that was said; or the question
    is answered by no. Doing it twice changes nothing."""
    _begin(same.idea, same.into)
    ended = {"ended_at": timezone.now(), "ended_by": by}
    if not SameAs.objects.standing().filter(pk=same.pk).update(**ended):
        return
    same.refresh_from_db()
    if same.joined_at is None:
        record(same.idea, "ideas.not_same", by=by, other=same.into_id)
        return
    _move(same.idea, IdeaStage(same.stage_before), by=by, merged_into=None)
    record(same.into, "ideas.taken_apart", by=by, other=same.idea_id)
    # Whoever was told of the one is told of the other.
    tell_concerned(
        same.idea, name="ideas/apart", as_at=IdeaStage.MERGED, other=same.into
    )
    _tell_author(same, "ideas/apart")
