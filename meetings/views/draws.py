"""How the places of a workshop are drawn: the rule, the seal before, the seed and the
list afterwards. For everybody, and about nobody."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from champions.permissions import CentreRequest, Who, access
from meetings.enums import MeetingKind, MeetingState
from meetings.lots import seal_of
from meetings.models import Meeting
from meetings.permissions import centre_of
from meetings.services.draw_day import draw_day
from meetings.services.draws import published_list

TWIN = "phone:reply"


def _workshop(request: CentreRequest, uuid: UUID) -> Meeting:
    rows = Meeting.objects.of(centre_of(request.visit)).exclude(
        state=MeetingState.DRAFT
    )
    found = rows.filter(kind=MeetingKind.WELCOME, reply_by__isnull=False)
    return get_object_or_404(found.select_related("centre"), uuid=uuid)


def _in_eights(digits: str) -> str:
    """Read out and compared more easily, and never wider than a telephone."""
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))


@access(Who.PUBLIC, twin=TWIN)
def draw_page(request: CentreRequest, draw: UUID) -> HttpResponse:
    workshop = _workshop(request, draw)
    shown = {
        "centre": workshop.centre,
        "workshop": workshop,
        "seal": _in_eights(seal_of(workshop.draw_seed)),
        "seed": _in_eights(workshop.draw_seed) if workshop.drawn_at else "",
        "told_on": draw_day(workshop),
    }
    return render(request, "meetings/draw.html", shown)


@access(Who.PUBLIC, twin=TWIN)
def draw_list(request: CentreRequest, draw: UUID) -> HttpResponse:
    """The list of a draw that was held, to repeat it from."""
    workshop = _workshop(request, draw)
    if not workshop.drawn_at:
        raise Http404
    name = f"draw-{workshop.on:%Y-%m-%d}.csv"
    return HttpResponse(
        published_list(workshop),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
