"""Many wrong codes: how many, what it means, what to do. For whoever picks up the phone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from champions.permissions import CentreRequest, access
from champions.services.wrong_codes import many_wrong_codes
from meetings.views.desk import DESK, TWIN


@access(*DESK, twin=TWIN)
@require_safe
def wrong_codes(request: CentreRequest) -> HttpResponse:
    centre = request.visit.at_centre
    many = many_wrong_codes(centre)
    shown = {
        "centre": centre,
        "many": many,
        "since": many and timezone.localtime(many.since, centre.tzinfo),
    }
    return render(request, "meetings/wrong_codes.html", shown)
