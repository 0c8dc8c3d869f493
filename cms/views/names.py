"""Whether the first name of one who runs a programme may stand on its page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from champions.permissions import CentreRequest, access
from cms.services.names import let_name_stand, take_name_down
from cms.views.programmes import LEADERS, mine


@access(*LEADERS, twin="phone:programmes:name")
@require_POST
def name(request: CentreRequest, slug: str, pk: int) -> HttpResponse:
    """Their own word, or what they told staff; nobody says it for a colleague."""
    programme = mine(request, slug)
    person = get_object_or_404(programme.leads.select_related("centre"), pk=pk)
    if not request.visit.is_staff and request.visit.person != person:
        raise Http404
    if request.POST.get("down"):
        take_name_down(person, by=request.user)
    else:
        let_name_stand(person, by=request.user)
    return redirect("programmes:lead", request.visit.at_centre.slug, programme.slug)
