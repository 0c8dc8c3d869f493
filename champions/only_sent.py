"""Addresses that only take what is sent, and show nothing by themselves."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]


def only_sent(view: View) -> View:
    """Who comes there by a reload, or back from signing in, is led to the page it
    belongs to, which is the nearest address above it, and reads that nothing was sent.
    Stands below `access`: who may not send finds what they would find by sending."""

    @wraps(view)
    def taken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        page = page_above(request.path)
        if request.method not in ("GET", "HEAD") or page is None:
            return HttpResponseNotAllowed(["POST"])
        messages.info(request, _("Nothing was sent just now. Please look once more."))
        return redirect(page)

    taken.is_only_sent = True  # type: ignore[attr-defined]  # asked by `page_above`
    return taken


def page_above(path: str) -> str | None:
    """The nearest address above this one that shows a page."""
    while path := path.rstrip("/").rpartition("/")[0]:
        try:
            found = resolve(f"{path}/")
        except Resolver404:
            continue
        # Wagtail's door takes any address, whether or not a page stands there.
        is_ours = found.view_name != "wagtail_serve"
        if is_ours and not getattr(found.func, "is_only_sent", False):
            return f"{path}/"
    return None
