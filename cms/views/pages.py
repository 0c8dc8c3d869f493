"""Public pages: Wagtail's own, found by us where that is quicker."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import views

from cms.page_routes import page_at


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The page of an address, as Wagtail serves it; `cms.access` says for whom."""
    page = page_at(request, get_language() or "", path)
    return page.serve(request) if page else views.serve(request, path)
