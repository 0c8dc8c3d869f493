"""The page on which somebody is, also when what they sent went to another address."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def page_of(request: HttpRequest) -> str:
    """The address with its query, or, for a form that was sent, that of the page it
    stood on, as the browser says: many addresses only take what is sent, and show
    nothing. Never another site's."""
    here = request.get_full_path()
    page = request.headers.get("Referer", "")
    if request.method in ("GET", "HEAD") or not _is_ours(request, page):
        return here
    said = urlsplit(page)
    return urlunsplit(("", "", said.path, said.query, ""))


def _is_ours(request: HttpRequest, page: str) -> bool:
    ours = {request.get_host()}
    is_safe = url_has_allowed_host_and_scheme(
        page, ours, require_https=request.is_secure()
    )
    # A path of two slashes would be a host of its own in a link.
    return is_safe and urlsplit(page).path[:2] not in ("", "//")
