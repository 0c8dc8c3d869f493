"""In the admin: two records that were joined by mistake become two again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from champions.models import Merge
from champions.permissions import CentreRequest, access
from champions.services.merges import PartingError, why_not
from champions.services.views_log import note_view
from cms.services.parting import part
from cms.views.records import KEEPERS, TWIN


@access(*KEEPERS, twin=TWIN)
def part_again(request: CentreRequest, pk: int) -> HttpResponse:
    """What would happen, then the button."""
    seen = Merge.objects.visible_to(request.user)
    merge = get_object_or_404(seen.select_related("centre", "into"), pk=pk)
    note_view(request, [merge.into])
    if request.method == "POST":
        return _part(request, merge)
    context = {
        "heading": _("Part two records"),
        "merge": merge,
        "why_not": why_not(merge),
    }
    return render(request, "cms/records/part.html", context)


def _part(request: CentreRequest, merge: Merge) -> HttpResponse:
    into = merge.into_id
    try:
        left = part(merge, by=request.user)
    except PartingError as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, _("They are two records again."))
        if left:
            words = _(
                "Some things had changed too much to go back. Please look at both."
            )
            messages.warning(request, words)
    return redirect("records_show", into)
