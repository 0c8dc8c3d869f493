"""How it went, in the admin: each workshop, all of a centre together, and the table to
download. Numbers alone: nobody is named here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from champions.models import Centre
from champions.permissions import CentreRequest, access
from champions.spreadsheets import csv_lines
from meetings.how_it_went.counting import Tally, cells_of, grouped, workshops_told
from meetings.how_it_went.download import table_rows
from meetings.how_it_went.newcomers import cells_of_champions, newcomers
from meetings.how_it_went.page import (
    IN_ONE_LINE,
    Outcome,
    meanings,
    one_line,
    outcome,
    without_email,
)
from meetings.how_it_went.picture import picture
from meetings.models import Meeting
from meetings.services.rhythms import today_at
from meetings.views.workshops import LEADS, TWIN, centres_of, find_workshop

CENTRES_A_PAGE = 25


@access(*LEADS, twin=TWIN)
def all_centres(request: CentreRequest) -> HttpResponse:
    """The centres side by side; who leads one alone comes to its page at once."""
    centres = centres_of(request).order_by("name", "pk")
    page = Paginator(centres, CENTRES_A_PAGE).get_page(request.GET.get("p"))
    shown = list(page)
    if page.paginator.count == 1:
        return redirect("how_it_went:centre", shown[0].pk)
    words = {
        "heading": _("How it went"),
        "rows": _side_by_side(shown),
        "heads": IN_ONE_LINE,
        "page": page,
    }
    return render(request, "meetings/how_it_went/centres.html", words)


def _side_by_side(centres: Sequence[Centre]) -> list[tuple[Centre, list[str]]]:
    todays = {centre.pk: today_at(centre) for centre in centres}
    cells = cells_of(workshops_told(centres))
    cells += cells_of_champions(newcomers(centres), todays)
    found = grouped(cells, lambda cell: cell.centre)
    return [(one, one_line(Tally(found.get(one.pk, [])))) for one in centres]


@access(*LEADS, twin=TWIN)
def of_centre(request: CentreRequest, pk: int) -> HttpResponse:
    """All workshops of a centre together, and each of them in one line."""
    centre = _centre(request, pk)
    workshops = list(workshops_told([centre]))
    found = outcome(workshops, centre)
    each = grouped(found.cells, lambda cell: cell.meeting)
    rows = [(one, one_line(Tally(each.get(one.pk, [])))) for one in workshops]
    words = {"centre": centre, "rows": rows, "heads": IN_ONE_LINE} | _words(
        found, workshops
    )
    return render(request, "meetings/how_it_went/one.html", words)


@access(*LEADS, twin=TWIN)
def of_workshop(request: CentreRequest, pk: int) -> HttpResponse:
    workshop = find_workshop(request, pk)
    found = outcome([workshop], workshop.centre)
    words = {"centre": workshop.centre, "workshop": workshop}
    words |= _words(found, [workshop])
    return render(request, "meetings/how_it_went/one.html", words)


def _words(found: Outcome, workshops: Sequence[Meeting]) -> dict[str, Any]:
    return {
        "heading": _("How it went"),
        "outcome": found,
        "picture": picture(found.together),
        "without_email": list(without_email(workshops, found.newcomers)),
        "meanings": meanings(),
    }


@access(*LEADS, twin=TWIN)
def centre_table(request: CentreRequest, pk: int) -> HttpResponse:
    centre = _centre(request, pk)
    return _table(centre, list(workshops_told([centre])), slugify(centre.slug))


@access(*LEADS, twin=TWIN)
def workshop_table(request: CentreRequest, pk: int) -> HttpResponse:
    workshop = find_workshop(request, pk)
    return _table(workshop.centre, [workshop], f"{workshop.on:%Y-%m-%d}")


def _table(centre: Centre, workshops: Sequence[Meeting], name: str) -> HttpResponse:
    rows = table_rows(outcome(workshops, centre).cells, workshops, centre)
    return HttpResponse(
        csv_lines(rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="how-it-went-{name}.csv"'
        },
    )


def _centre(request: CentreRequest, pk: int) -> Centre:
    return get_object_or_404(centres_of(request), pk=pk)
