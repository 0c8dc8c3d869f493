"""For staff: I am away; hand over a group, or my role."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from champions.enums import Role
from champions.forms.standing_in import AwayForm, HandOverForm, HandOverRoleForm
from champions.models import Circle, CircleQuerySet, StaffRole
from champions.permissions import STAFF, CentreRequest, Who, access
from champions.services.roles import SharedAddressError
from champions.services.standing_in import (
    away_until,
    hand_over_circle,
    hand_over_role,
    say_away,
    say_back,
)

TWIN = "none: staff arrange among themselves who is there"


@access(*STAFF, twin=TWIN)
@require_http_methods(["GET", "POST"])
def away(request: CentreRequest) -> HttpResponse:
    """Say until when; see who stands in; lead on to handing over."""
    centre = request.visit.at_centre
    form = AwayForm(request.POST or None, centre=centre)
    if "back" in request.POST:
        say_back(request.user, centre, by=request.user)
        return redirect("champions:away", centre.slug)
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        say_away(request.user, centre, until=until, by=request.user)
        return redirect("champions:away", centre.slug)
    shown = {
        "form": form,
        "centre": centre,
        "until": away_until(request.user, centre),
        "circles": _circles(request).select_related("lead", "back_up"),
        "is_lead": _is_lead(request),
    }
    return render(request, "champions/away.html", shown)


def _is_lead(request: CentreRequest) -> bool:
    """By a role of their own: who stands in gives away nobody's role."""
    own = StaffRole.objects.of(request.visit.at_centre).filter(user=request.user)
    return own.filter(role=Role.LEAD).exists()


def _circles(request: CentreRequest) -> CircleQuerySet:
    """All groups for the point person of a centre, their own for a staff partner."""
    circles = Circle.objects.of(request.visit.at_centre).open()
    if Role.LEAD in request.visit.roles:
        return circles
    user = request.user
    mine = Q(lead=user) | Q(back_up=user) | Q(partners__user=user)
    return circles.filter(mine).distinct()


@access(*STAFF, twin=TWIN)
@require_http_methods(["GET", "POST"])
def hand_over(request: CentreRequest, circle_id: int) -> HttpResponse:
    """Name who goes with a group, and who stands in for them."""
    circle = get_object_or_404(_circles(request), pk=circle_id)
    form = HandOverForm(request.POST or None, circle=circle)
    if request.method == "POST" and form.is_valid():
        lead = form.chosen("lead")
        if lead is not None:
            back_up = form.chosen("back_up")
            hand_over_circle(circle, to=lead, back_up=back_up, by=request.user)
            said = _("%(name)s goes with the group now. Both are told.")
            messages.success(request, said % {"name": lead.name})
        return redirect("champions:away", request.visit.at_centre.slug)
    shown = {"form": form, "circle": circle, "centre": circle.centre}
    return render(request, "champions/hand_over.html", shown)


@access(Who.LEAD, twin=TWIN)
@require_http_methods(["GET", "POST"])
def hand_over_my_role(request: CentreRequest) -> HttpResponse:
    """A point person goes: another takes the role and every group."""
    centre = request.visit.at_centre
    if not _is_lead(request):
        raise Http404
    form = HandOverRoleForm(request.POST or None, centre=centre, user=request.user)
    if request.method == "POST" and form.is_valid():
        to = form.chosen("to")
        if to is not None and _hand_over_role(request, form):
            return redirect("champions:profile")
    shown = {"form": form, "centre": centre}
    return render(request, "champions/hand_over_role.html", shown)


def _hand_over_role(request: CentreRequest, form: HandOverRoleForm) -> bool:
    centre, to = request.visit.at_centre, form.chosen("to")
    if to is None:
        return False
    try:
        hand_over_role(request.user, centre, to=to, by=request.user)
    except SharedAddressError:
        form.add_error("to", _("Somebody else uses this address too."))
        return False
    said = _("%(name)s is the point person now. Thank you for all that you did.")
    messages.success(request, said % {"name": to.name})
    return True
