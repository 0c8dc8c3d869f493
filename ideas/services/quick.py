"""Many ideas at once, from the cards of a workshop: a line an idea."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q

from champions.history import record
from champions.models import Centre, Circle, Person, User
from champions.services.turns import take_turn
from ideas.enums import IdeaStage, ReactionKind
from ideas.models import Idea, Reaction
from ideas.services.ideas import share_idea
from ideas.services.talk import react


@dataclass(frozen=True)
class Line:
    """One idea as it stands on a card; a card may have no name, and may be `same_as`
    an idea that is known already."""

    what: str
    author: Person | None
    same_as: Idea | None = None


@transaction.atomic
def enter_ideas(
    centre: Centre,
    lines: Iterable[Line],
    *,
    entry: UUID,
    language: str,
    by: User,
    circle: Circle | None = None,
) -> list[Idea]:
    """Share each line under its author's name and the writer's, and return what is new:
    of one that is known already its author is written down as liking it. `entry` is the
    form: the same line of the same form is the same idea, however often it is sent."""
    take_turn(centre)
    lines = list(lines)
    for line in lines:
        if line.same_as:
            _likes_it_too(line.same_as, line.author, by=by)
    only_group = _only_group_of(centre)
    return [
        share_idea(
            centre,
            author=line.author,
            what=line.what,
            language=language,
            by=by,
            circle=circle or (only_group if line.author is None else None),
            written_down=line.author is None or line.author.user_id != by.pk,
            submission=uuid5(entry, f"{number} {line.what}"),
            entry=entry,
        )
        for number, line in enumerate(lines)
        if line.same_as is None
    ]


def _likes_it_too(idea: Idea, author: Person | None, *, by: User) -> None:
    """As a press on “I like it” would say; who said so before, or shared it, did."""
    if author is None or author == idea.author:
        return
    said = Reaction.objects.filter(idea=idea, person=author, kind=ReactionKind.LIKE)
    if not said.exists():
        react(idea, person=author, kind=ReactionKind.LIKE, by=by)


def _only_group_of(centre: Centre) -> Circle | None:
    """Which talks about a card without a name, where there is no choice."""
    groups = list(Circle.objects.of(centre).open()[:2])
    return groups[0] if len(groups) == 1 else None


def entered(centre: Centre, entry: UUID | None, *, by: User) -> list[Idea]:
    """What came of one form of this writer, in the order of its lines."""
    if entry is None:
        return []
    ideas = Idea.objects.of(centre).filter(entry=entry).filter(_of(by))
    return list(ideas.select_related("author", "centre", "circle").order_by("pk"))


@transaction.atomic
def undo_entry(idea: Idea, *, by: User) -> bool:
    """A line too many is taken out as if it had never been; False once somebody has
    heard it, said something to it, or made something of it."""
    rows = Idea.objects.select_for_update(of=("self",)).filter(_of(by), pk=idea.pk)
    fresh = rows.exclude(entry=None).filter(stage=IdeaStage.SHARED, heard_at=None)
    # The row is locked first: who says something at this moment waits, or is seen.
    if fresh.first() is None or not _is_untouched(idea):
        return False
    record(idea, "ideas.undo_entry", by=by)
    idea.delete()
    return True


def _is_untouched(idea: Idea) -> bool:
    return Idea.objects.filter(pk=idea.pk).untouched().exists()


def _of(by: User) -> Q:
    """What a user wrote down, or shared themselves."""
    return Q(written_down_by=by) | Q(author__user=by, written_down_by=None)
