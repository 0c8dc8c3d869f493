"""The contact list of a centre as a file to take along."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from champions.models import Centre
from champions.permissions import CentreRequest, Who, access
from champions.services.list_export import (
    exported_lines,
    exported_workbook,
    people_of,
)
from champions.services.views_log import note_everybody
from champions.views.contact_lists import TWIN
from champions.workbooks_out import TYPE


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def export(request: CentreRequest, centre_id: int) -> HttpResponse:
    """Streamed: a list of a hundred thousand people is never in memory as a whole."""
    centre = get_object_or_404(Centre.objects.led_by(request.user), pk=centre_id)
    note_everybody(request, people_of(centre))
    today = timezone.localdate(timezone=centre.tzinfo)
    as_workbook = request.POST.get("as") == "xlsx"
    make = exported_workbook if as_workbook else exported_lines
    ending = "xlsx" if as_workbook else "csv"
    name = f"{centre.slug}-{today}.{ending}"
    streamed = StreamingHttpResponse(
        make(centre, by=request.user),
        content_type=TYPE if as_workbook else "text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    return cast(HttpResponse, streamed)
