"""A champion moves on: what becomes of what they thought of is theirs to say."""

from __future__ import annotations

from django.db import transaction

from champions.history import record
from champions.models import Person, User
from ideas.enums import NEXT_STAGES, IdeaStage, WhenAuthorLeaves
from ideas.models import Idea, IdeaQuerySet
from ideas.services.moves import _move

GOES_ALONG = frozenset(
    stage for stage, ways in NEXT_STAGES.items() if IdeaStage.HANDED_ON in ways
)


def ideas_left_by(person: Person) -> IdeaQuerySet:
    """What a champion would leave behind: all that is theirs and has not ended."""
    theirs = Idea.objects.told().filter(author=person, not_mine_at=None)
    return theirs.exclude(stage__in=(IdeaStage.FINISHED, IdeaStage.HANDED_ON))


@transaction.atomic
def leave_ideas(person: Person, how: WhenAuthorLeaves, *, by: User | None) -> None:
    """Keep their ideas with the group, with or without the name, or let them go along.
    What happens already stays, and so does what others told theirs together with."""
    if how == WhenAuthorLeaves.NAMELESS:
        for idea in ideas_left_by(person).select_for_update(of=("self",)):
            Idea.objects.filter(pk=idea.pk).update(author=None)
            record(idea, "ideas.author_left", by=by)
    if how == WhenAuthorLeaves.TAKE:
        alone = ideas_left_by(person).filter(stage__in=GOES_ALONG, same=None)
        for idea in alone.select_for_update(of=("self",)):
            _move(idea, IdeaStage.HANDED_ON, by=by)
