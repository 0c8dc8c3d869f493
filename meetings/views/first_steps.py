"""Before a centre's first workshop: what to think of, in the admin."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from champions.enums import Role
from champions.models import Centre
from champions.permissions import CentreRequest, Who, access
from meetings.forms.first_steps import FirstStepsForm
from meetings.services.first_steps import (
    STEPS,
    are_open,
    first_workshop,
    keep_step,
    put_away,
    thought_of,
)

TWIN = "none: for staff, at a desk"
STAFF = (Who.LEAD, Who.SUPPORTER, Who.NETWORK)


def _centre(request: CentreRequest, pk: int) -> Centre:
    centres: QuerySet[Centre] = Centre.objects.all()
    if not request.user.is_superuser:
        centres = request.user.centres_as({Role.LEAD, Role.SUPPORTER})
    return get_object_or_404(centres, pk=pk)


@access(*STAFF, twin=TWIN)
def before(request: CentreRequest, pk: int) -> HttpResponse:
    """Five lines to think of, with why; none of them stops anything."""
    centre = _centre(request, pk)
    form = FirstStepsForm(request.POST or None, rows=thought_of(centre))
    if request.method == "POST" and form.is_valid():
        for step, is_done, note in form.said():
            keep_step(centre, step, is_done=is_done, note=note, by=request.user)
        messages.success(request, _("Kept."))
        return redirect("workshops:before", pk)
    rows = thought_of(centre)
    shown = {
        "heading": _("Before the first workshop"),
        "centre": centre,
        "form": form,
        "lines": [
            (form[f"done_{step}"], form[f"note_{step}"], rows.get(step))
            for step in STEPS
        ],
        "workshop": first_workshop(centre),
        "is_open": are_open(centre),
    }
    return render(request, "meetings/workshops/before.html", shown)


@require_POST
@access(*STAFF, twin=TWIN)
def talked_through(request: CentreRequest, pk: int) -> HttpResponse:
    """The row of this week goes; nothing else changes."""
    put_away(_centre(request, pk), by=request.user)
    messages.success(request, _("Put away. The page stays where it is."))
    return redirect("workshops:before", pk)
