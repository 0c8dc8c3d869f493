"""Help, promises, privacy, accessibility, about, contact: of the network, and of a centre.
A page of the same name that somebody wrote stands in front of ours."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from champions.models import Centre
from champions.permissions import CentreRequest, Who, access
from cms.models import CentrePage, NetworkPage, PlainPage

TWIN = "none: a page of words, read out by telephone"
NAMES = ("help", "promises", "privacy", "accessibility", "about", "contact")
# When somebody last looked whether the accessibility statement is true.
STATED_ON = date(2026, 11, 29)


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
    written = _written(NetworkPage.objects.all(), name)
    if written:
        return written.serve(request)
    centres = Centre.objects.all() if name == "contact" else []
    context = {"centres": centres, "stated_on": STATED_ON}
    return render(request, f"cms/plain/{name}.html", context)


@access(Who.PUBLIC, twin=TWIN)
@require_safe
def at_centre(request: CentreRequest, name: str) -> HttpResponse:
    """The same words, with the centre's name and phone in the frame; or its own."""
    centre = request.visit.at_centre
    written = _written(CentrePage.objects.filter(centre=centre), name)
    if written:
        return written.serve(request)
    context = {"centre": centre, "stated_on": STATED_ON}
    return render(request, f"cms/plain/{name}.html", context)


def _written(homes, name: str) -> PlainPage | None:
    """The page that somebody wrote below one of these homes, in this language."""
    pages = (
        PlainPage.objects.live()
        .public()
        .filter(slug=name, locale__language_code=get_language())
    )
    home = homes.filter(locale__language_code=get_language()).first()
    return pages.child_of(home).first() if home else None
