"""Help, promises, privacy, accessibility: of the network, and with a centre's phone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from champions.permissions import CentreRequest, Who, access

TWIN = "none: a page of words, read out by telephone"
NAMES = ("help", "promises", "privacy", "accessibility")


class NameConverter:
    """The part of an address that says which of these pages it is."""

    regex = "|".join(NAMES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


@access(Who.PUBLIC, twin=TWIN)
@require_safe
def of_network(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"cms/plain/{name}.html")


@access(Who.PUBLIC, twin=TWIN)
@require_safe
def at_centre(request: CentreRequest, name: str) -> HttpResponse:
    """The same words, with the centre's name and phone in the frame."""
    return render(request, f"cms/plain/{name}.html")
