"""What people say to an idea: three reactions, and plain talk in order."""

from __future__ import annotations

from django.db import transaction

from champions.models import Person, User
from ideas.enums import ReactionKind
from ideas.models import Comment, Idea, Reaction


def react(
    idea: Idea,
    *,
    person: Person,
    kind: ReactionKind,
    words: str = "",
    by: User | None = None,
) -> Reaction:
    """Say one of the three things; saying it again changes only the words. `by` is
    whoever wrote it down for the person."""
    reaction, _is_new = Reaction.objects.update_or_create(
        idea=idea,
        person=person,
        kind=kind,
        defaults={
            "centre": idea.centre,
            "words": words,
            "written_down_by": _writer(person, by),
        },
    )
    return reaction


def take_back(idea: Idea, *, person: Person, kind: ReactionKind) -> None:
    """Taking back what was not said changes nothing."""
    Reaction.objects.filter(idea=idea, person=person, kind=kind).delete()


@transaction.atomic
def say(
    idea: Idea, *, person: Person, words: str, by_staff: bool, by: User | None = None
) -> Comment:
    """Add to the talk. The same words twice in a row, as a form sent twice has them,
    are said once."""
    Idea.objects.select_for_update().get(pk=idea.pk)
    last = Comment.objects.filter(idea=idea).order_by("-pk").first()
    if last and (last.person_id, last.words) == (person.pk, words):
        return last
    return Comment.objects.create(
        centre=idea.centre,
        idea=idea,
        person=person,
        by_staff=by_staff,
        words=words,
        written_down_by=_writer(person, by),
    )


def _writer(person: Person, by: User | None) -> User | None:
    return by if by and by.pk != person.user_id else None
