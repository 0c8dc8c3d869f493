"""The contact list of a centre as a file to take along."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from champions.models import Centre
from champions.permissions import CentreRequest, Who, access
from champions.services.list_export import exported_lines, people_of
from champions.services.views_log import note_view
from champions.views.contact_lists import TWIN


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def export(request: CentreRequest, centre_id: int) -> HttpResponse:
    """Streamed: a list of a hundred thousand people is never in memory as a whole."""
    centre = get_object_or_404(Centre.objects.led_by(request.user), pk=centre_id)
    note_view(request, people_of(centre).only("pk", "centre_id", "erased_at"))
    today = timezone.localdate(timezone=centre.tzinfo)
    streamed = StreamingHttpResponse(
        exported_lines(centre, by=request.user),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{centre.slug}-{today}.csv"'
        },
    )
    return cast(HttpResponse, streamed)
