"""How often groups meet, in the admin: the centre's limits, the holidays of its place,
and its closed days."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from champions.models import Centre
from champions.permissions import CentreRequest, access
from champions.views.which_centre import ask_which
from meetings.forms.rhythm import ClosedDaysForm, PolicyForm
from meetings.models import ClosedDays, RhythmPolicy
from meetings.services.closed_days import close_days, open_days
from meetings.services.policies import set_policy
from meetings.services.rhythms import today_at
from meetings.views.workshops import LEADS, TWIN, centres_of


@access(*LEADS, twin=TWIN)
def all_limits(request: CentreRequest) -> HttpResponse:
    return ask_which(request, to="limits:centre", heading=_("How often we meet"))


@access(*LEADS, twin=TWIN)
def of_centre(request: CentreRequest, pk: int) -> HttpResponse:
    """The limits in days, each with where it comes from; below it the closed days."""
    centre = get_object_or_404(centres_of(request), pk=pk)
    known = RhythmPolicy.objects.of(centre).first() or RhythmPolicy(centre=centre)
    form = PolicyForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        set_policy(centre, limits=form.cleaned_data, by=request.user)
        messages.success(request, _("Kept. Every group sees what has changed."))
        return redirect("limits:centre", centre.pk)
    rows = ClosedDays.objects.of(centre).filter(last_on__gte=today_at(centre))
    shown = {"heading": _("How often we meet"), "centre": centre, "form": form}
    return render(request, "meetings/limits/centre.html", shown | {"rows": rows})


@access(*LEADS, twin=TWIN)
def new_closed(request: CentreRequest, pk: int) -> HttpResponse:
    """Days on which the doors are shut."""
    centre = get_object_or_404(centres_of(request), pk=pk)
    return _closed_form(request, ClosedDays(centre=centre))


@access(*LEADS, twin=TWIN)
def closed(request: CentreRequest, pk: int) -> HttpResponse:
    """Change them, or take them back."""
    return _closed_form(request, _find(request, pk))


def _find(request: CentreRequest, pk: int) -> ClosedDays:
    rows = ClosedDays.objects.filter(centre__in=centres_of(request))
    return get_object_or_404(rows.select_related("centre"), pk=pk)


def _closed_form(request: CentreRequest, row: ClosedDays) -> HttpResponse:
    form, centre = ClosedDaysForm(request.POST or None, instance=row), row.centre
    if request.method == "POST" and form.is_valid():
        known = row if row.pk else None
        close_days(centre, by=request.user, known=known, **form.cleaned_data)
        messages.success(
            request, _("Kept. No get-together is proposed for these days.")
        )
        return redirect("limits:centre", centre.pk)
    shown = {"heading": _("Closed days"), "centre": centre, "form": form, "row": row}
    return render(request, "meetings/limits/closed.html", shown)


@access(*LEADS, twin=TWIN)
@require_POST
def open_again(request: CentreRequest, pk: int) -> HttpResponse:
    """The centre is open on these days after all."""
    row = _find(request, pk)
    centre: Centre = row.centre
    open_days(row, by=request.user)
    messages.success(request, _("Taken back."))
    return redirect("limits:centre", centre.pk)
