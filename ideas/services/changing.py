"""Changing one's own words. Two who change them at once both see both texts."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from champions.history import record
from champions.messages.outbox import tell
from champions.models import Person, User
from champions.search import search_text
from champions.services.freshness import raise_version
from ideas.models import Answer, Comment, Idea, Reaction
from ideas.services.gifts import meet
from ideas.services.moves import link_to

WORDS_OF_IDEA = ("what", "why", "brings", "wants")


class ChangedMeanwhileError(Exception):
    """The words are others than those that the form began with; nothing was changed."""


@transaction.atomic
def change_idea(idea: Idea, words: dict[str, str], *, by: User, seen: int) -> None:
    """Write an idea's words anew; `seen` is its `edit_count` when the form began. The
    same words again change nothing. Its author is told when somebody else did it."""
    changed = [name for name in WORDS_OF_IDEA if getattr(idea, name) != words[name]]
    if not changed:
        return
    raise_version(idea.centre)
    now = timezone.now()
    fields = {
        "search_text": search_text(idea.language, *words.values()),
        "updated_at": now,
    }
    by_another = idea.author is not None and idea.author.user_id != by.pk
    if by_another or _was_spoken_of(idea):
        fields["changed_at"] = now
    rows = Idea.objects.filter(pk=idea.pk, edit_count=seen)
    if not rows.update(edit_count=F("edit_count") + 1, **words, **fields):
        raise ChangedMeanwhileError
    idea.refresh_from_db()
    record(idea, "ideas.change", by=by, fields=changed)
    if by_another:
        _tell(idea.author, idea)
    if "wants" in changed:
        meet(idea)


@transaction.atomic
def change_comment(comment: Comment, words: str, *, by: User, seen: int) -> None:
    """Say it in other words; `seen` is its `edit_count` when the form began. Who said
    it is told when somebody else wrote it anew for them, and everybody sees it."""
    if comment.words == words:
        return
    by_another = comment.person is not None and comment.person.user_id != by.pk
    is_seen = by_another or _was_answered(comment)
    fields = {"changed_at": timezone.now()} if is_seen else {}
    rows = Comment.objects.filter(pk=comment.pk, edit_count=seen)
    if not rows.update(words=words, edit_count=F("edit_count") + 1, **fields):
        raise ChangedMeanwhileError
    comment.refresh_from_db()
    record(comment, "ideas.change_comment", by=by)
    if by_another:
        _tell(comment.person, comment.idea, comment)


def _was_spoken_of(idea: Idea) -> bool:
    """Others have said something to the words as they were."""
    others = Reaction.objects.filter(idea=idea).exclude(person=idea.author)
    talk = Comment.objects.filter(idea=idea).exclude(person=idea.author)
    alone = Idea.objects.filter(pk=idea.pk).nothing_came_of()
    return others.exists() or talk.exists() or not alone.exists()


def _was_answered(comment: Comment) -> bool:
    later = Comment.objects.filter(idea=comment.idea_id, pk__gt=comment.pk)
    answers = Answer.objects.filter(idea=comment.idea_id, at__gt=comment.at)
    return later.exclude(person=comment.person_id).exists() or answers.exists()


def _tell(person: Person | None, idea: Idea, comment: Comment | None = None) -> None:
    if person is None:
        return
    kind = f"comment:{comment.pk}" if comment else f"idea:{idea.pk}"
    count = (comment or idea).edit_count
    tell(
        person,
        "ideas/changed",
        event=f"changed:{kind}:{count}",
        channel=person.channel,
        context={"idea": idea, "comment": comment},
        links={"idea": link_to(idea, language=person.language)},
        topics=[f"idea:{idea.pk}"],
    )
