"""A champion's own page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from champions.permissions import CentreRequest, Who, access
from cms.my_page import my_page


@access(Who.SIGNED_IN, twin="phone:meetings:desk")
@require_safe
def my(request: CentreRequest) -> HttpResponse:
    """Hello: the next get-together, what I said I would do, what I run, ideas."""
    mine = my_page(request.user)
    if mine.person is not None:
        request.page_centre = mine.person.centre
    return render(request, "cms/my_page.html", {"mine": mine})
