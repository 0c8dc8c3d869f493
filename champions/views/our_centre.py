"""How a centre is reached and how it sends, in the admin: set by its point person."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from champions.forms.our_centre import OurCentreForm
from champions.models import Centre
from champions.permissions import CentreRequest, Who, access
from champions.services.centres import change_centre
from champions.views.which_centre import ask_which

TWIN = "none: for staff, at a desk"


@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def which(request: HttpRequest) -> HttpResponse:
    return ask_which(request, to="our_centre:centre", heading=_("Our centre"))


@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def of_centre(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast(CentreRequest, request).user
    centre = get_object_or_404(Centre.objects.led_by(user), pk=pk)
    form = OurCentreForm(request.POST or None, instance=centre)
    if request.method == "POST" and form.is_valid():
        known = get_object_or_404(Centre.objects.led_by(user), pk=pk)
        change_centre(known, by=user, **form.changed)
        messages.success(
            request,
            _(
                "Kept. Pages say it now; what is already written to somebody stays as it is."
            ),
        )
        return redirect("our_centre:centre", pk)
    shown = {"heading": _("Our centre"), "centre": centre, "form": form}
    return render(request, "champions/our_centre/centre.html", shown)
