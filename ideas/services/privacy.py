"""What this room holds about a person: shown, wiped, or moved to another record."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from champions.models import Person
from champions.search import search_text
from champions.services.row_traces import Watch
from ideas.enums import TAKEN_DOWN_STAGES, UNANSWERED_STAGES
from ideas.models import (
    Answer,
    Comment,
    Draft,
    Expense,
    GiftMet,
    GiftWish,
    Idea,
    IdeaQuerySet,
    Promise,
    Reaction,
    Report,
)
from ideas.services.drafts import WORDS

Rows = list[Any]


def record_of(person: Person) -> dict[str, Rows]:
    """Everything of this room that is about one person, by kind of thing."""
    ideas = Idea.objects.filter(author=person)
    return {
        "ideas": list(
            ideas.values(
                "pk",
                "what",
                "why",
                "brings",
                "wants",
                "language",
                "stage",
                "shared_at",
                "not_mine_at",
            )
        ),
        "drafts": list(Draft.objects.filter(person=person).values(*WORDS, "kept_at")),
        "gift_wishes": list(GiftWish.objects.filter(person=person).values("at")),
        "gifts_met": list(GiftMet.objects.filter(person=person).values("idea", "at")),
        "reports": list(Report.objects.filter(person=person).values("comment", "at")),
        "reactions": list(
            Reaction.objects.filter(person=person).values("idea", "kind", "words", "at")
        ),
        "comments": list(
            Comment.objects.filter(person=person).values(
                "idea", "words", "at", "not_mine_at", "hidden_why", "objection"
            )
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
    for rows in (Draft.objects, GiftWish.objects, GiftMet.objects, Report.objects):
        rows.filter(person=person).delete()
    take_away(Idea.objects.filter(author=person))


def take_away(ideas: IdeaQuerySet) -> None:
    """What nobody else said anything to goes; of the others only the author does."""
    ideas.filter(stage__in=UNANSWERED_STAGES).untouched().delete()
    for idea in ideas:
        _forget_author(idea)


def _take_back(comment: Comment) -> None:
    with translation.override(comment.idea.language):
        comment.words = _("These words were taken back.")
        if comment.hidden_why:  # the reason may speak of them; that there was one stays
            comment.hidden_why = comment.words
    comment.objection = ""
    comment.save(update_fields=["words", "hidden_why", "objection"])


def _forget_author(idea: Idea) -> None:
    if idea.stage in TAKEN_DOWN_STAGES:
        with translation.override(idea.language):
            idea.what = _("An idea that was taken back")
    # What is left of it is nobody's words: it stands again for what others said to it.
    idea.not_mine_at = None
    idea.author, idea.why, idea.brings, idea.wants = None, "", "", ""
    idea.search_text = search_text(idea.language, idea.what)
    idea.save()


def watched(*people: Person) -> list[Watch]:
    """The rows of this room that joining these two may move, or take away."""
    mine = Q(person__in=people)
    together = Answer.together_with.through
    return [
        Watch(Idea.objects.filter(author__in=people), only=("author_id",)),
        Watch(Comment.objects.filter(mine), only=("person_id",)),
        Watch(Promise.objects.filter(mine), only=("person_id",)),
        Watch(Expense.objects.filter(mine), only=("person_id",)),
        Watch(Reaction.objects.filter(mine)),
        *(
            Watch(rows.filter(mine))
            for rows in (
                Report.objects,
                GiftMet.objects,
                Draft.objects,
                GiftWish.objects,
            )
        ),
        Watch(QuerySet(together).filter(mine)),
    ]


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
    _merge_once(Report.objects.all(), "comment", person, into)
    _merge_once(GiftMet.objects.all(), "idea", person, into)
    for rows in (Draft.objects, GiftWish.objects):
        if rows.filter(person=into).exists():
            rows.filter(person=person).delete()
        rows.filter(person=person).update(person=into)
    for answer in Answer.objects.filter(together_with=person):
        answer.together_with.remove(person)
        answer.together_with.add(into)


def _merge_once(rows: QuerySet[Any], thing: str, person: Person, into: Person) -> None:
    """Of what both have to one thing, only the second's stays."""
    known = rows.filter(person=into).values(thing)
    rows.filter(person=person, **{f"{thing}__in": known}).delete()
    rows.filter(person=person).update(person=into)
