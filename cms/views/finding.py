"""Find something to join, at whichever centre: a neighbour does not know them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from champions.permissions import Who, access
from cms.finding import find


@access(Who.PUBLIC, twin="none: each centre’s telephone says what is going on")
@require_safe
def find_everywhere(request: HttpRequest) -> HttpResponse:
    """The programmes of all centres, the next date first."""
    return render(request, "cms/find.html", {"found": find(None, request.GET)})
