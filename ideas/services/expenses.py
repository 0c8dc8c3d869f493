"""What somebody spent, written down and given back. Who promised it, who was given it,
when: no more is kept, and nothing about anybody's bank."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from champions.history import record
from champions.models import Centre, Circle, Person, User
from ideas.models import Expense, Idea


@transaction.atomic
def say_spent(
    centre: Centre,
    *,
    person: Person,
    cents: int,
    what: str,
    by: User,
    submission: UUID,
    idea: Idea | None = None,
    circle: Circle | None = None,
) -> Expense:
    """“I spent $12 on seeds.” `by` is whoever wrote it down; the same form twice,
    known by its `submission`, says it once."""
    expense = Expense(
        centre=centre,
        uuid=submission,
        person=person,
        cents=cents,
        what=what,
        idea=idea,
        circle=circle or (idea.circle if idea else None),
        written_down_by=by if by.pk != person.user_id else None,
    )
    try:
        with transaction.atomic():
            expense.save()
    except IntegrityError:
        return Expense.objects.of(centre).get(uuid=submission)
    record(expense, "ideas.spent", by=by)
    return expense


def give_back(expense: Expense, *, by: User) -> bool:
    """Somebody of staff gave the money. Whether it was this one: of two who press, the
    first is named, and nobody pays twice by the book."""
    return _set(expense, "ideas.paid", was_paid=False, by=by)


def not_given_back(expense: Expense, *, by: User) -> bool:
    """It was pressed by mistake."""
    return _set(expense, "ideas.paid_not", was_paid=True, by=by)


@transaction.atomic
def _set(expense: Expense, action: str, *, was_paid: bool, by: User) -> bool:
    rows = Expense.objects.filter(pk=expense.pk, paid_at__isnull=not was_paid)
    at, who = (None, None) if was_paid else (timezone.now(), by)
    changed = rows.update(paid_at=at, paid_by=who)
    if changed:
        record(expense, action, by=by)
    expense.refresh_from_db()
    return bool(changed)


@transaction.atomic
def take_back_spent(expense: Expense, *, by: User) -> bool:
    """It was a mistake: gone, unless the money was given meanwhile."""
    held = Expense.objects.select_for_update(of=("self",)).unpaid()
    found = held.filter(pk=expense.pk).first()
    if found is None:
        return False
    record(found, "ideas.spent_not", by=by)
    found.delete()
    return True
