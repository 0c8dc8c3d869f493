"""Which centre a point person means, asked only of those who lead several."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from champions.models import Centre
from champions.permissions import CentreRequest

MOST = 100


def ask_which(request: HttpRequest, *, to: str, heading: str) -> HttpResponse:
    """The page `to` of the only centre they lead, else a list of theirs."""
    user = cast(CentreRequest, request).user
    centres = list(Centre.objects.led_by(user)[:MOST])
    if len(centres) == 1:
        return redirect(to, centres[0].pk)
    shown = {"heading": heading, "centres": centres, "to": to}
    return render(request, "champions/which_centre.html", shown)
