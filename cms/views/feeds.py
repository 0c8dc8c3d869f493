"""A centre's dates for calendars: of one programme, or of all."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from champions.permissions import CentreRequest, Who, access
from cms.calendars import calendar_of
from cms.finding import listed_programmes
from cms.models import Session
from cms.services.sessions import still_to_come

TWIN = "none: a file for calendars; the month sheet and posters are the paper"


@access(Who.PUBLIC, twin=TWIN)
@require_safe
def programme_calendar(request: CentreRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(listed_programmes(request.visit.at_centre), slug=slug)
    dates = still_to_come(programme.sessions.select_related("centre"))
    return _calendar(programme.title, dates, f"{programme.slug}.ics")


@access(Who.PUBLIC, twin=TWIN)
@require_safe
def centre_calendar(request: CentreRequest) -> HttpResponse:
    centre = request.visit.at_centre
    listed = listed_programmes(centre).values("pk")
    dates = Session.objects.of(centre).filter(programme__in=listed)
    dates = still_to_come(dates.select_related("centre"))
    return _calendar(centre.local_name, dates, f"{centre.slug}.ics")


def _calendar(name: str, dates, file_name: str) -> HttpResponse:
    response = HttpResponse(calendar_of(name, dates), content_type="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
