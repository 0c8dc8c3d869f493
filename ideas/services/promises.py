"""Promises: made in the open, kept or let go. Only those of staff have a date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from champions.history import record
from champions.models import Centre, Circle, Person, User
from champions.services.turns import take_turn
from ideas.enums import NEXT_PROMISE_STATES, PromiseState
from ideas.models import Idea, Promise


@transaction.atomic
def make_promise(
    centre: Centre,
    *,
    words: str,
    by: User | None,
    person: Person | None,
    by_staff: bool = False,
    due_on: date | None = None,
    idea: Idea | None = None,
    circle: Circle | None = None,
    cents: int | None = None,
) -> Promise:
    """Write down what `person` will do. The database refuses one of staff without a
    date; `by` is whoever wrote it; `cents` is money that the centre gives for it. The
    same again, while it is open, is said once."""
    take_turn(centre)
    promise, is_new = Promise.objects.get_or_create(
        centre=centre,
        words=words,
        person=person,
        by_staff=by_staff,
        due_on=due_on,
        idea=idea,
        circle=circle or (idea.circle if idea else None),
        cents=cents,
        state=PromiseState.OPEN,
    )
    if not is_new:
        return promise
    record(promise, "ideas.make_promise", by=by)
    return promise


def keep_promise(promise: Promise, *, by: User | None) -> None:
    """It is done, thank you. Saying so twice changes nothing."""
    _end(promise, PromiseState.KEPT, by=by)


def let_go_promise(promise: Promise, *, by: User | None) -> None:
    """It will not be done, and that is said."""
    _end(promise, PromiseState.LET_GO, by=by)


def reopen_promise(promise: Promise, *, by: User | None) -> None:
    """It was ended by mistake."""
    _end(promise, PromiseState.OPEN, by=by)


@transaction.atomic
def move_promise(
    promise: Promise, *, to: date, why: str, was: date | None, by: User | None
) -> None:
    """Another day, with a word why that everybody reads; the day said first is kept.
    Raises PromiseMovedError when its day is no longer `was`, or it has ended; moving to
    the day it has already changes nothing."""
    now = Promise.objects.select_for_update().get(pk=promise.pk)
    if now.state == PromiseState.OPEN and now.due_on == to:
        return
    if now.state != PromiseState.OPEN or now.due_on != was:
        raise PromiseMovedError
    now.first_due_on = now.first_due_on or was
    now.due_on, now.moved_why = to, why
    now.save(update_fields=["due_on", "first_due_on", "moved_why"])
    record(promise, "ideas.promise_moved", by=by)
    promise.refresh_from_db()


class PromiseMovedError(Exception):
    """Somebody was faster: the promise is no longer as it was read."""


@transaction.atomic
def still_on_list(promise: Promise, *, by: User | None) -> None:
    """A champion still wants to do it. They are not asked again, and a day that is over
    is none any more: nothing of theirs is late. Saying so twice is saying it once."""
    rows = Promise.objects.open().filter(
        pk=promise.pk, by_staff=False, still_on_list_at=None
    )
    if rows.update(still_on_list_at=timezone.now(), due_on=None):
        record(promise, "ideas.promise_still", by=by)
    promise.refresh_from_db()


@transaction.atomic
def let_go_all_of(person: Person, *, by: User | None) -> None:
    """Somebody moved on or died: nobody waits for what they wanted to do. What staff
    promised is for a colleague to keep, and stays."""
    for promise in Promise.objects.open().filter(person=person, by_staff=False):
        let_go_promise(promise, by=by)


@transaction.atomic
def take_up_again(person: Person, *, since: datetime, by: User | None) -> None:
    """What was let go since that moment was let go by mistake."""
    gone = Promise.objects.filter(person=person, state=PromiseState.LET_GO)
    for promise in gone.filter(ended_at__gte=since):
        reopen_promise(promise, by=by)


@transaction.atomic
def _end(promise: Promise, to: PromiseState, *, by: User | None) -> None:
    origins = [state for state, ways in NEXT_PROMISE_STATES.items() if to in ways]
    ended_at = None if to == PromiseState.OPEN else timezone.now()
    rows = Promise.objects.filter(pk=promise.pk, state__in=origins)
    if rows.update(state=to, ended_at=ended_at):
        record(promise, f"ideas.promise_{to}", by=by)
    promise.refresh_from_db()


# What a promise is brought to, and by what.
END_PROMISE: dict[str, Callable[..., None]] = {
    PromiseState.KEPT: keep_promise,
    PromiseState.LET_GO: let_go_promise,
    PromiseState.OPEN: reopen_promise,
}
