"""Money spent for ideas: each sees their own, staff see what is to be given back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.enums import Role
from champions.only_sent import only_sent
from champions.permissions import CentreRequest, access
from champions.sent_ids import sent_id
from champions.services.views_log import note_view
from ideas.enums import PAID_WITHIN_DAYS
from ideas.forms.money import SpentForm
from ideas.models import Expense, ExpenseQuerySet, Idea
from ideas.money import spent_lines
from ideas.permissions import SEE_ALL, STAFF, centre_of
from ideas.services.expenses import give_back, not_given_back, take_back_spent

GIVEN_SHOWN = 30
TWIN = "print:ideas:spent_slip"
ONLY_STAFF = "none: only staff give money"


def expenses_of(request: CentreRequest) -> ExpenseQuerySet:
    """One's own; all of the centre for its point person, those of their groups for a
    partner of staff."""
    rows = Expense.objects.of(centre_of(request.visit))
    related = ("person", "idea", "circle__lead", "centre", "paid_by", "written_down_by")
    rows = rows.select_related(*related)
    if Role.LEAD in request.visit.roles:
        return rows
    mine = Q(person=request.visit.person, person__isnull=False)
    if request.visit.is_staff:
        user = request.user
        circles = Q(circle__lead=user) | Q(circle__back_up=user)
        mine |= circles | Q(circle__partners__user=user)
    return rows.filter(mine).distinct()


@access(*SEE_ALL, twin=TWIN)
def money(request: CentreRequest, **_address: Any) -> HttpResponse:
    """“I spent $12”; what waits to be given back, and what was given lately. An idea's
    page links here with `?idea=<id>`."""
    visit = request.visit
    ideas = Idea.objects.of(centre_of(visit)).on_the_wall().order_by("what", "pk")
    first = {"idea": sent_id(request.GET.get("idea", "")) or None}
    form = SpentForm(request.POST or None, visit=visit, ideas=ideas, initial=first)
    if form.is_valid() and form.spender:
        expense = form.apply(form.spender, by=request.user)
        words = _("Thank you. The centre gives it back within %(n)s days.")
        messages.success(request, words % {"n": PAID_WITHIN_DAYS})
        return _back(expense)
    rows = expenses_of(request)
    waiting = list(rows.unpaid())
    given = list(rows.exclude(paid_at=None).order_by("-paid_at")[:GIVEN_SHOWN])
    note_view(request, [one.person for one in (*waiting, *given) if one.person])
    note_view(request, form.found)
    today = timezone.localdate(timezone=centre_of(visit).tzinfo)
    shown = {
        "centre": visit.centre,
        "form": form,
        "waiting": spent_lines(waiting, today),
        "given": spent_lines(given, today),
        "is_staff": visit.is_staff,
        "days": PAID_WITHIN_DAYS,
    }
    return render(request, "ideas/money.html", shown)


@access(*STAFF, twin=ONLY_STAFF)
@only_sent
def paid(request: CentreRequest, expense_id: int, **_address: Any) -> HttpResponse:
    """Whoever of staff presses gave the money; or it was pressed by mistake."""
    expense = get_object_or_404(expenses_of(request), pk=expense_id)
    if "undo" in request.POST:
        not_given_back(expense, by=request.user)
    elif not give_back(expense, by=request.user) and expense.paid_by != request.user:
        name = expense.paid_by.first_name if expense.paid_by else _("Somebody")
        words = _("%(name)s has given it already. Please do not give it twice.")
        messages.warning(request, words % {"name": name})
    return _back(expense)


@access(*SEE_ALL, twin="phone:ideas:money")
@only_sent
def not_spent(request: CentreRequest, expense_id: int, **_address: Any) -> HttpResponse:
    """It was written down by mistake: by who spent it, or by staff."""
    expense = get_object_or_404(expenses_of(request), pk=expense_id)
    if not request.visit.is_staff and expense.person != request.visit.person:
        raise Http404
    if take_back_spent(expense, by=request.user):
        messages.success(request, _("Taken back."))
    else:
        messages.warning(request, _("It was given already: it stays as it is."))
    return _back(expense)


@access(*SEE_ALL, twin=TWIN)
def spent_slip(request: CentreRequest, **_address: Any) -> HttpResponse:
    """Slips to write on, for those who like a pen."""
    shown = {
        "centre": request.visit.centre,
        "slips": range(3),
        "days": PAID_WITHIN_DAYS,
    }
    return render(request, "ideas/spent_slip_print.html", shown)


def _back(expense: Expense) -> HttpResponse:
    return redirect("ideas:money", expense.centre.slug)
