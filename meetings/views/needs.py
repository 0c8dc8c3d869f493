"""What would help people to come to a gathering: for staff, with who looks after each
thing, what is arranged, and what it cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from champions.enums import Role
from champions.models import User
from champions.money import amount_in_words
from champions.only_sent import only_sent
from champions.permissions import CentreRequest, access
from champions.services.views_log import note_view
from meetings.forms.needs import ArrangedForm, CostForm, LookAfterForm, ids_of
from meetings.models import Meeting, Need
from meetings.people_at import HOPEFUL, need_in_words
from meetings.permissions import STAFF
from meetings.services.needs import (
    arrange_need,
    could_look_after,
    look_after,
    undo_arrange,
)
from meetings.services.travel import note_cost, noted_this_quarter
from meetings.views.dates import ONLY_STAFF
from meetings.views.meetings import meeting_of


@dataclass(frozen=True)
class Shown:
    """One need as its row shows it."""

    need: Need
    words: str
    is_mine: bool
    comes: bool
    cost: str
    forms: dict[str, Any]


@access(*STAFF, twin=ONLY_STAFF)
def needs(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """Everything that would help somebody to come: what is open first."""
    return _page(request, meeting_of(request, meeting_id))


def _page(
    request: CentreRequest,
    meeting: Meeting,
    *,
    about: Need | None = None,
    form: Form | None = None,
) -> HttpResponse:
    """`form` came back with a problem; it is `about` one of the needs."""
    rows = [_shown(request.user, each, about, form) for each in _needs(meeting)]
    note_view(request, [row.need.seat.person for row in rows if row.need.seat.person])
    shown = {
        "meeting": meeting,
        "centre": meeting.centre,
        "open": [r for r in rows if r.comes and not r.need.arranged_at],
        "arranged": [r for r in rows if r.comes and r.need.arranged_at],
        "to_call_off": [r for r in rows if not r.comes and r.need.arranged_at],
        "staff": could_look_after(meeting),
        "fund": _fund(request, meeting),
        "form": form,
    }
    return render(request, "meetings/needs.html", shown)


def _needs(meeting: Meeting) -> list[Need]:
    rows = Need.objects.of(meeting.centre).filter(seat__meeting=meeting)
    related = ("seat__person", "seat__meeting__circle__lead", "owner", "arranged_by")
    return list(rows.select_related(*related, "cost", "centre"))


def _shown(user: User, need: Need, about: Need | None, form: Form | None) -> Shown:
    cost = getattr(need, "cost", None)
    own = [form] if form and need == about else []
    names = ids_of(need)
    return Shown(
        need=need,
        words=need_in_words(need),
        is_mine=need.looked_after_by == user,
        comes=need.seat.reply in HOPEFUL,
        cost=_money(need, cost.cents) if cost else "",
        forms={
            kind.__name__: next((f for f in own if isinstance(f, kind)), kind(**names))
            for kind in (ArrangedForm, CostForm)
        },
    )


def _money(thing: Meeting | Need, cents: int) -> str:
    return amount_in_words(cents, country=thing.centre.country)


def _fund(request: CentreRequest, meeting: Meeting) -> dict[str, Any] | None:
    """The sum of this quarter, for the point person alone."""
    if Role.LEAD not in request.visit.roles:
        return None
    cents, since = noted_this_quarter(meeting.centre)
    return {"sum": _money(meeting, cents), "since": since}


@access(*STAFF, twin=ONLY_STAFF)
@only_sent
def need(request: CentreRequest, meeting_id: int, need_id: int) -> HttpResponse:
    """One press about one need: arranged, not arranged, taken, given, its cost."""
    meeting = meeting_of(request, meeting_id)
    rows = Need.objects.of(meeting.centre).filter(seat__meeting=meeting)
    related = ("seat__meeting__circle", "seat__person", "centre")
    found = get_object_or_404(rows.select_related(*related), pk=need_id)
    said = PRESSES.get(request.POST.get("do", ""), _arrange)(request, found)
    if isinstance(said, Form):
        return _page(request, meeting, about=found, form=said)
    messages.success(request, said)
    return redirect("meetings:needs", meeting.centre.slug, meeting.pk)


def _arrange(request: CentreRequest, found: Need) -> str | Form:
    form = ArrangedForm(request.POST, **ids_of(found))
    if not form.is_valid():
        return form
    arrange_need(found, by=request.user, words=form.cleaned_data["words"])
    return _("Arranged. Thank you. %(name)s is told.") % {"name": found.seat.name}


def _undo(request: CentreRequest, found: Need) -> str:
    undo_arrange(found, by=request.user)
    return _("It is open again.")


def _take(request: CentreRequest, found: Need) -> str:
    look_after(found, who=request.user, by=request.user)
    return _("You look after it now.")


def _give(request: CentreRequest, found: Need) -> str | Form:
    staff = could_look_after(found.seat.meeting)
    form = LookAfterForm(request.POST, staff=staff, **ids_of(found))
    if not form.is_valid():
        return form
    who = form.cleaned_data["who"]
    look_after(found, who=who, by=request.user)
    return _("%(name)s looks after it now.") % {"name": who.first_name}


def _cost(request: CentreRequest, found: Need) -> str | Form:
    form = CostForm(request.POST, **ids_of(found))
    if not form.is_valid():
        return form
    note_cost(found, cents=form.cents, by=request.user)
    return _("Noted on the travel fund.")


PRESSES: dict[str, Callable[[CentreRequest, Need], str | Form]] = {
    "undo": _undo,
    "take": _take,
    "give": _give,
    "cost": _cost,
}
