"""Whether a request was made on the machine that the site runs on, by its owner."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def is_on_this_machine(request: HttpRequest) -> bool:
    """Whether the server listens on this machine alone; a request that a proxy passed on
    did not come from here."""
    if "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    return all(
        _is_of_this_machine(host)
        for host in (settings.LISTENS_ON, request.META.get("REMOTE_ADDR", ""))
    )


def _is_of_this_machine(host: str) -> bool:
    if host in ("", "localhost"):
        return bool(host)
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name, which may lead anywhere
        return False
