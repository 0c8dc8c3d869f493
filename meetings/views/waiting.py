"""Who waits for a place at a gathering, in which order and why; for staff."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from champions.only_sent import only_sent
from champions.permissions import STAFF, CentreRequest, access
from champions.services.views_log import note_view
from meetings.enums import Reply
from meetings.models import Seat
from meetings.permissions import centre_of
from meetings.services.draw_day import draw_day
from meetings.services.places import pass_on, waits_for_confirmation
from meetings.views.meetings import meeting_of
from meetings.waiting_at import waiting_at

TWIN = "none: only staff do this, for everybody"


@access(*STAFF, twin=TWIN)
def waiting(request: CentreRequest, meeting_id: int) -> HttpResponse:
    meeting = meeting_of(request, meeting_id)
    rows = waiting_at(meeting)
    note_view(request, [row.seat.person for row in rows if row.seat.person])
    shown: dict[str, Any] = {"centre": meeting.centre, "meeting": meeting, "rows": rows}
    if waits_for_confirmation(meeting):
        hoping = meeting.seats.filter(reply=Reply.HOPING).count()
        shown |= {"hoping": hoping, "given_on": draw_day(meeting)}
    return render(request, "meetings/waiting.html", shown)


@access(*STAFF, twin=TWIN)
@only_sent
def not_reached(request: CentreRequest, meeting_id: int, seat_id: int) -> HttpResponse:
    """Nobody was reached: the offer goes to the next."""
    meeting = meeting_of(request, meeting_id)
    seats = Seat.objects.of(centre_of(request.visit)).filter(meeting=meeting)
    seat = get_object_or_404(seats.select_related("meeting"), pk=seat_id)
    if pass_on(seat, by=request.user):
        messages.success(request, _("The place is offered to the next who fits."))
    else:
        messages.info(request, _("They have answered meanwhile."))
    return redirect("meetings:waiting", meeting.centre.slug, meeting.pk)
