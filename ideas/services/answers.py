"""What came of talking about an idea: our answer, and "look again"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.history import record
from champions.models import Person, User
from champions.services.turns import take_turn
from ideas.enums import NEXT_STAGES, REASON_DUE, REASON_LENGTH, IdeaStage, Outcome
from ideas.models import Answer, Idea
from ideas.services.moves import (
    TransitionError,
    _move,
    hear_with,
    lock_with_told,
    person_of,
    tell_concerned,
)
from ideas.services.promises import make_promise

# Outcomes after which the idea comes back by itself on a day.
LOOK_AGAIN_DUE = frozenset({Outcome.TRY, Outcome.NOT_NOW})


@dataclass(frozen=True)
class Wording:
    """What an answer says, before it is written."""

    outcome: Outcome
    reason: str = ""
    promise: str = ""
    due_on: date | None = None
    next_step: str = ""
    look_again_on: date | None = None


def faults_of(answer: Wording) -> dict[str, str]:
    """What an answer still owes its reader, by field (design, section 4: Idea)."""
    faults = {}
    shortest, longest = REASON_LENGTH
    if answer.outcome in REASON_DUE and len(answer.reason) < shortest:
        faults["reason"] = _("Say why, in at least 20 letters. The author reads it.")
    if len(answer.reason) > longest:
        faults["reason"] = _("Say why in at most 600 letters.")
    if answer.outcome == Outcome.YES and not answer.promise:
        faults["promise"] = _("Say what the centre does so that it can happen.")
    if answer.promise and not answer.due_on:
        faults["due_on"] = _("Say by when. What staff promise has a date.")
    if answer.outcome in LOOK_AGAIN_DUE and not answer.look_again_on:
        faults["look_again_on"] = _("Say when we look at it again.")
    if answer.outcome == Outcome.HANDED_ON and not answer.next_step:
        faults["next_step"] = _("Say to whom it is handed on.")
    return faults


@dataclass(frozen=True)
class Gathering:
    """Where it was decided: a day and words; the link is kept in the room above."""

    on: date | None = None
    words: str = ""
    with_whom: list[Person] = field(default_factory=list)

    @property
    def names(self) -> str:
        return ", ".join(person.first_name for person in self.with_whom)


def answer_idea(
    idea: Idea,
    *,
    outcome: Outcome | str,
    by: User,
    reason: str = "",
    promise: str = "",
    due_on: date | None = None,
    next_step: str = "",
    together_with: Iterable[Person] = (),
    gathering_on: date | None = None,
    gathering_words: str = "",
    look_again_on: date | None = None,
    seen: int | None = None,
) -> Answer:
    """Write the one answer, tell each person concerned once, and keep the promise.

    `seen` is the idea's `move_count` when the answer was begun (default: as on
    `idea`). Whoever comes second gets TransitionError and has changed nothing; the same
    answer sent twice gives the first. ValidationError names what is still owed.
    """
    wording = Wording(
        Outcome(outcome), reason, promise, due_on, next_step, look_again_on
    )
    if faults := faults_of(wording):
        raise ValidationError(faults)
    gathering = Gathering(gathering_on, gathering_words, list(together_with))
    seen = idea.move_count if seen is None else seen
    try:
        return _answer(idea, wording, gathering, by=by, seen=seen)
    except TransitionError:
        if same := _same_answer(idea, wording, by):
            return same
        raise


@transaction.atomic
def _answer(
    idea: Idea, wording: Wording, gathering: Gathering, *, by: User, seen: int
) -> Answer:
    take_turn(idea.centre)  # before the ideas, as whoever moves a gathering does
    lock_with_told(idea)
    # An answer is also a sign that the idea was heard.
    heard: dict[str, Any] = {"heard_at": timezone.now(), "heard_by": by}
    _move(
        idea,
        IdeaStage(wording.outcome.value),
        by=by,
        seen=seen,
        may_stay=True,
        look_again_on=wording.look_again_on,
        came_back_at=None,
        **({} if idea.heard_at else heard),
    )
    hear_with(idea, by=by)
    answer = Answer.objects.create(
        centre=idea.centre, idea=idea, by=by, **_fields(wording, gathering)
    )
    answer.together_with.set(gathering.with_whom)
    _keep_promise_of(answer, wording.due_on)
    tell_concerned(
        idea, name="ideas/answered", **words_of(idea, wording, gathering, by=by)
    )
    return answer


def _fields(wording: Wording, gathering: Gathering) -> dict[str, Any]:
    return {
        "outcome": wording.outcome,
        "reason": wording.reason,
        "promise": wording.promise,
        "next_step": wording.next_step,
        "look_again_on": wording.look_again_on,
        "gathering_on": gathering.on,
        "gathering_words": gathering.words,
        "staff_alone": not gathering.with_whom,
    }


def _keep_promise_of(answer: Answer, due_on: date | None) -> None:
    if answer.promise:
        make_promise(
            answer.centre,
            words=answer.promise,
            by=answer.by,
            person=person_of(answer.by, answer.idea),
            by_staff=True,
            due_on=due_on,
            idea=answer.idea,
            circle=answer.idea.circle,
        )


def words_of(
    idea: Idea, wording: Wording, gathering: Gathering, *, by: User
) -> dict[str, Any]:
    """What the message of an answer says; the form shows it before it is sent."""
    return {
        "answer": wording,
        "gathering": gathering,
        "by": person_of(by, idea) or by,
    }


def decided_of(answer: Answer) -> Gathering:
    """Where and with whom a written answer was decided."""
    with_whom = list(answer.together_with.all())
    return Gathering(answer.gathering_on, answer.gathering_words, with_whom)


def _same_answer(idea: Idea, wording: Wording, by: User) -> Answer | None:
    last = Answer.objects.filter(idea=idea).order_by("-pk").first()
    same = last and (last.by_id, last.outcome, last.reason, last.promise) == (
        by.pk,
        wording.outcome,
        wording.reason,
        wording.promise,
    )
    return last if same else None


@transaction.atomic
def ask_look_again(idea: Idea, *, by_person: Person, by: User | None = None) -> None:
    """The author sees it differently: the idea is talked about again. Asking twice is
    asking once."""
    last = Answer.objects.filter(idea=idea).order_by("-pk").first()
    asked = last and Answer.objects.filter(pk=last.pk, look_again_asked_at=None).update(
        look_again_asked_at=timezone.now()
    )
    if not asked:
        return
    by = by or by_person.user
    if IdeaStage.TALKING in NEXT_STAGES[idea.stage]:
        # They hear the day when it is known, whatever day they were told before.
        _move(idea, IdeaStage.TALKING, by=by, talk_on=None)
        tell_concerned(idea, name="ideas/look_again", by=by)
    else:
        record(idea, "ideas.look_again", by=by)
