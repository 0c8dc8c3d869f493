"""In the admin: invitations to a workshop that did not arrive, and who needs a hand."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from champions.permissions import CentreRequest, access
from champions.services.views_log import note_view
from meetings.did_not_arrive import in_words, that_did_not_arrive
from meetings.views.workshops import LEADS, TWIN, find_workshop

ON_A_PAGE = 50


@access(*LEADS, twin=TWIN)
def did_not_arrive(request: CentreRequest, pk: int) -> HttpResponse:
    """One row for each person, who needs a hand first."""
    workshop = find_workshop(request, pk)
    rows = that_did_not_arrive(workshop).select_related("person")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p"))
    note_view(request, [one.person for one in page])
    words = {
        "heading": _("Invitations that did not arrive"),
        "workshop": workshop,
        "centre": workshop.centre,
        "page": page,
        "rows": in_words(workshop, page),
    }
    return render(request, "meetings/workshops/did_not_arrive.html", words)
