"""Sums of money beside ideas and promises, in words. No ledger: what was promised, what
was given, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from champions.money import amount_in_words
from champions.when import day_in_words
from ideas.enums import PromiseState
from ideas.models import Expense, Idea, Promise
from ideas.together import of_all


@dataclass(frozen=True)
class Spent:
    """One thing somebody spent, as it stands on the page."""

    expense: Expense
    amount: str
    state: str
    is_late: bool


def spent_lines(expenses: list[Expense], today: date) -> list[Spent]:
    return [_line(one, today) for one in expenses]


def _line(expense: Expense, today: date) -> Spent:
    late = expense.paid_at is None and expense.pay_by < today
    return Spent(expense, amount_of(expense), _state(expense, is_late=late), late)


def amount_of(expense: Expense) -> str:
    return amount_in_words(expense.cents, country=expense.centre.country)


def _state(expense: Expense, *, is_late: bool) -> str:
    """Who gave it and when; else by when it is given."""
    if expense.paid_at:
        name = expense.paid_by.first_name if expense.paid_by else _("Staff")
        day = expense.paid_at.astimezone(expense.centre.tzinfo).date()
        words = {"name": name, "day": day_in_words(day)}
        return _("%(name)s gave it back on %(day)s") % words
    words = {"day": day_in_words(expense.pay_by)}
    if is_late:
        return _("late since %(day)s") % words
    return _("given back by %(day)s") % words


def sums_of(idea: Idea) -> str:
    """“Promised $50.00 · spent $12.50 · given back $12.50”, with what is told under it;
    nothing where there is no money in it. It names nobody."""
    promised = Promise.objects.filter(of_all(idea)).exclude(state=PromiseState.LET_GO)
    sums = Expense.objects.filter(of_all(idea)).aggregate(
        spent=Sum("cents"), given=Sum("cents", filter=Q(paid_at__isnull=False))
    )
    country = idea.centre.country
    words = [
        (_("promised %(sum)s"), promised.aggregate(n=Sum("cents"))["n"]),
        (_("spent %(sum)s"), sums["spent"]),
        (_("given back %(sum)s"), sums["given"]),
    ]
    said = [
        text % {"sum": amount_in_words(cents, country=country)}
        for text, cents in words
        if cents
    ]
    return " · ".join(said)
