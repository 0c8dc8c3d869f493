"""A centre's programmes for machines: calendars and a feed, of one or of all, or of what
the filters of the list let through."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe

from champions.models import Centre
from champions.permissions import CentreRequest, Who, access
from cms.calendars import About, calendar_of
from cms.cards import page_in
from cms.enums import ProgrammeState
from cms.finding import fitting
from cms.models import Programme
from cms.open_data.atom import ProgrammesFeed
from cms.open_data.published import page_address, published
from meetings.services.closed_days import shut_days
from meetings.services.rhythms import today_at

TWIN = "none: a file for calendars; the month sheet and posters are the paper"
READ_BY_PROGRAMS = "none: read by programs; the page and the poster say the same"
# A minute: whoever is told of a called-off date by a feed shall not wait for long.
KEPT_FOR = 60


@access(Who.PUBLIC, twin=TWIN)
@require_safe
@conditional_page
def programme_calendar(request: CentreRequest, slug: str) -> HttpResponse:
    """Of one programme; of one that has come to its end, that it is called off."""
    centre = request.visit.at_centre
    programme = get_object_or_404(published(centre, [*ProgrammeState]), slug=slug)
    page = page_in(programme, get_language())
    about = About(
        name=page.title, page=page_address(page, programme), source=_here(request)
    )
    return _calendar(about, [programme], centre, f"{programme.slug}.ics")


@access(Who.PUBLIC, twin=TWIN)
@require_safe
@conditional_page
def centre_calendar(request: CentreRequest) -> HttpResponse:
    """Of all programmes, or of those that fit the filters of the list."""
    centre = request.visit.at_centre
    programmes, words = fitting(published(centre), request.GET, centre)
    about = About(
        name=": ".join((centre.local_name, *words)),
        page=f"{settings.BASE_URL}/{get_language()}/{centre.slug}/programmes/",
        source=_here(request),
    )
    return _calendar(about, programmes, centre, f"{centre.slug}.ics")


@access(Who.PUBLIC, twin=READ_BY_PROGRAMS)
@require_safe
@conditional_page
def feed(request: CentreRequest) -> HttpResponse:
    """What is new and what changed."""
    return _kept(ProgrammesFeed()(request, centre=request.visit.at_centre))


def _calendar(
    about: About, programmes: list[Programme], centre: Centre, file_name: str
) -> HttpResponse:
    shut = shut_days(centre, today_at(centre))
    file = calendar_of(about, programmes, shut)
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return _kept(response)


def _kept(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response


def _here(request: CentreRequest) -> str:
    return f"{settings.BASE_URL}{request.get_full_path()}"
