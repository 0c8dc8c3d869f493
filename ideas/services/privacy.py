"""What this room holds about a person: shown, wiped, or moved to another record."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from champions.models import Person
from champions.search import search_text
from ideas.enums import UNANSWERED_STAGES
from ideas.models import Answer, Comment, Expense, Idea, Promise, Reaction

Rows = list[Any]


def record_of(person: Person) -> dict[str, Rows]:
    """Everything of this room that is about one person, by kind of thing."""
    ideas = Idea.objects.filter(author=person)
    return {
        "ideas": list(
            ideas.values(
                "pk", "what", "why", "brings", "language", "stage", "shared_at"
            )
        ),
        "reactions": list(
            Reaction.objects.filter(person=person).values("idea", "kind", "words", "at")
        ),
        "comments": list(
            Comment.objects.filter(person=person).values("idea", "words", "at")
        ),
        "answers": list(
            Answer.objects.filter(together_with=person).values(
                "idea", "outcome", "reason", "at"
            )
        ),
        "promises": list(
            Promise.objects.filter(person=person).values(
                "words", "due_on", "moved_why", "state", "made_at"
            )
        ),
        "expenses": list(
            Expense.objects.filter(person=person).values(
                "cents", "what", "said_at", "paid_at", "paid_by__first_name"
            )
        ),
    }


@transaction.atomic
def erase(person: Person) -> None:
    """Wipe what a person said; that somebody liked, came or spoke stays as a number.
    What others made of an idea stays theirs, under the words "an idea that was taken
    back"; once answered, its title is everybody's."""
    Reaction.objects.filter(person=person).update(words="")
    for comment in Comment.objects.filter(person=person).select_related("idea"):
        _take_back(comment)
    Promise.objects.filter(person=person, by_staff=False).delete()
    Promise.objects.filter(person=person).update(person=None)
    # What was given was given: the sum stays, without whom and what for.
    spent = Expense.objects.filter(person=person)
    spent.unpaid().delete()
    spent.update(person=None, what="")
    for answer in Answer.objects.filter(together_with=person):
        answer.together_with.remove(person)
    ideas = Idea.objects.filter(author=person)
    _untouched(ideas).delete()
    for idea in ideas:
        _forget_author(idea)


def _take_back(comment: Comment) -> None:
    with translation.override(comment.idea.language):
        comment.words = _("These words were taken back.")
    comment.save(update_fields=["words"])


def _untouched(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    """Unanswered, and nobody else has said or promised anything."""
    touched = [
        Exists(rows.filter(idea=OuterRef("pk")))
        for rows in (
            Reaction.objects.all(),
            Comment.objects.all(),
            Answer.objects.all(),
            Promise.objects.all(),
        )
    ]
    unanswered = ideas.filter(stage__in=UNANSWERED_STAGES, same=None)
    for one in touched:
        unanswered = unanswered.exclude(one)
    return unanswered


def _forget_author(idea: Idea) -> None:
    if idea.stage in UNANSWERED_STAGES:
        with translation.override(idea.language):
            idea.what = _("An idea that was taken back")
    idea.author, idea.why, idea.brings = None, "", ""
    idea.search_text = search_text(idea.language, idea.what)
    idea.save()


@transaction.atomic
def merge(person: Person, into: Person) -> None:
    """The two are one person: everything of the first becomes the second's."""
    Idea.objects.filter(author=person).update(author=into)
    Comment.objects.filter(person=person).update(person=into)
    Promise.objects.filter(person=person).update(person=into)
    Expense.objects.filter(person=person).update(person=into)
    said = Reaction.objects.filter(person=into, idea=OuterRef("idea"))
    twice = Exists(said.filter(kind=OuterRef("kind")))
    Reaction.objects.filter(twice, person=person).delete()
    Reaction.objects.filter(person=person).update(person=into)
    for answer in Answer.objects.filter(together_with=person):
        answer.together_with.remove(person)
        answer.together_with.add(into)
