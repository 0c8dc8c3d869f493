"""The page of a group: how often it meets and since when, what comes next; for staff
also a rest, a new start, or its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from champions.models import Circle
from champions.only_sent import only_sent
from champions.permissions import CentreRequest, access
from meetings.cadence import KIND_OF
from meetings.enums import Stage, Strand
from meetings.forms.rhythm import StopForm
from meetings.permissions import STAFF, TABLE, circles_of, sees_staff_part
from meetings.rhythm_words import changed_lines, how_we_meet
from meetings.services.agreeing import agree_rhythm, has_changed_since
from meetings.services.refusals import RefusedError
from meetings.services.resting import close_group, dates_ahead, rest_group, wake_group
from meetings.services.rhythms import next_of, policy_of, rhythm_of
from meetings.views.meetings import SHEET, circle_of, meeting_of, to_page

ONLY_STAFF = "none: staff do this, with the group"


def any_circle_of(request: CentreRequest, circle_id: int) -> Circle:
    """A group of this visitor, also one that came to its end."""
    circles = circles_of(request.visit, request.user).select_related("centre")
    return get_object_or_404(circles, pk=circle_id)


def to_group(circle: Circle) -> HttpResponse:
    return redirect("meetings:group", circle.centre.slug, circle.pk)


@access(*TABLE, twin=SHEET)
def group(request: CentreRequest, circle_id: int) -> HttpResponse:
    """How often the group meets, since when and why, and whether it has agreed."""
    circle = any_circle_of(request, circle_id)
    rhythm, apart = rhythm_of(circle), rhythm_of(circle, Strand.MONTHLY)
    policy = policy_of(circle.centre)
    shown = {
        "circle": circle,
        "centre": circle.centre,
        "rhythm": rhythm,
        "how": how_we_meet(rhythm, policy),
        "meets": rhythm.stage in KIND_OF,
        "apart": apart if apart.stage in KIND_OF else None,
        "changed": changed_lines(policy),
        "changed_since": has_changed_since(rhythm),
        "next": next_of(circle),
        "staff_part": sees_staff_part(request, request.visit),
    }
    return render(request, "meetings/group.html", shown)


Stop = Callable[..., None]


@access(*STAFF, twin=ONLY_STAFF)
def rest(request: CentreRequest, circle_id: int) -> HttpResponse:
    """Ask first what becomes of a date that stands, then let the group rest."""
    return _stop(request, circle_id, rest_group, Stage.RESTING)


@access(*STAFF, twin=ONLY_STAFF)
def close(request: CentreRequest, circle_id: int) -> HttpResponse:
    """The same for a group that has come to its end."""
    return _stop(request, circle_id, close_group, Stage.CLOSED)


def _stop(request: CentreRequest, circle_id: int, stop: Stop, to: str) -> HttpResponse:
    circle = circle_of(request, circle_id)
    dates = dates_ahead(circle)
    form = StopForm(request.POST or None, has_dates=bool(dates))
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        try:
            stop(circle, by=request.user, why=why, calls_off=form.calls_off)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is noted. You can take it back below."))
            return to_group(circle)
    shown: dict[str, Any] = {"circle": circle, "centre": circle.centre, "form": form}
    shown |= {"dates": dates, "ends": to == Stage.CLOSED}
    return render(request, "meetings/stop_form.html", shown)


@access(*STAFF, twin=ONLY_STAFF)
@only_sent
def wake(request: CentreRequest, circle_id: int) -> HttpResponse:
    """The group goes on where it was."""
    circle = any_circle_of(request, circle_id)
    try:
        wake_group(circle, by=request.user)
    except RefusedError as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, _("The group goes on. Choose its next date."))
    return to_group(circle)


@access(*TABLE, twin=SHEET)
@only_sent
def agree(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """Whoever notes presses once: the group agreed on how often it meets."""
    meeting = meeting_of(request, meeting_id)
    said_yes = request.POST.get("agreed") != "no"
    agree_rhythm(meeting, by=request.user, agreed=said_yes)
    return to_page(meeting, "#agreed")
