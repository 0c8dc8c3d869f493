"""Ideas that are told together, as one page reads them: what was said to each of them,
and who may say yes, no, or take them apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from champions.permissions import Visit
from ideas.cards import from_whom
from ideas.models import Comment, CommentQuerySet, Idea, Reaction, SameAs
from ideas.permissions import can_agree_same, can_say_same, can_take_apart


@dataclass(frozen=True)
class Pair:
    """The other idea of a pair, and what the visitor may say about the two."""

    same: SameAs
    other: Idea
    may_agree: bool
    may_part: bool

    @property
    def from_whom(self) -> str:
        return from_whom(self.other)


def together_of(visit: Visit, idea: Idea) -> dict[str, Any]:
    """For the idea's page, in one query: what is told here, under what it is told, and
    what is asked."""
    about = SameAs.objects.standing().filter(Q(idea=idea) | Q(into=idea))
    rows = about.select_related("idea__author", "idea__centre", "into__author")
    read = [_pair(visit, same, idea) for same in rows]
    pairs = [pair for pair in read if not pair.other.is_taken_down]
    joined = [pair for pair in pairs if pair.same.joined_at]
    return {
        "told_here": [pair for pair in joined if pair.same.into_id == idea.pk],
        "told_under": next((p for p in joined if p.same.idea_id == idea.pk), None),
        "asked_same": [pair for pair in pairs if not pair.same.joined_at],
        "can_say_same": can_say_same(visit, idea),
    }


def _pair(visit: Visit, same: SameAs, idea: Idea) -> Pair:
    other = same.into if same.idea_id == idea.pk else same.idea
    return Pair(same, other, can_agree_same(visit, same), can_take_apart(visit, same))


def of_all(idea: Idea) -> Q:
    """Rows of the idea and of those told under it, for whatever belongs to an idea."""
    return Q(idea=idea) | Q(idea__merged_into=idea)


def talk_of(idea: Idea) -> CommentQuerySet:
    """All that was said, in order, wherever it was said first."""
    said = Comment.objects.filter(of_all(idea)).order_by("at", "pk")
    return said.select_related("person", "written_down_by", "idea")


def reactions_of(idea: Idea) -> list[Reaction]:
    """Each person once for each kind; what was said to the idea itself comes first."""
    said = Reaction.objects.filter(of_all(idea))
    rows = said.select_related("person", "written_down_by")
    found: dict[tuple[int, str], Reaction] = {}
    for row in sorted(rows, key=lambda row: row.idea_id != idea.pk):
        found.setdefault((row.person_id, row.kind), row)
    return list(found.values())
