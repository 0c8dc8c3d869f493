"""The bare address: it leads to the language that the browser asks for first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe

from champions.permissions import Who, access


@access(Who.PUBLIC, twin="none: it only leads on to a page of words")
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Every other address says its language itself, and never leads to another."""
    return redirect(f"/{get_language_from_request(request)}/")
