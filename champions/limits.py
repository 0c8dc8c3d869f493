"""How often something may be asked for, counted in the shared cache by allauth.

Keys are normalised before they are counted, so that capitals, accents and wide letters
give nobody more tries (CVE-2026-97764). A whole clinic sits behind one address of the
network: per source the ceiling is high, per account it is low.
"""

from __future__ import annotations

from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest

from champions.services.codes import source_of

RATES = {
    "sign_in_source": "60/15m/ip",
    "sign_in_here": "5/15m/key",
    # Whatever others do in somebody's name, their mailbox is not flooded. The last
    # mail's link still works, so nobody is locked out by it.
    "sign_in_address": "10/h/key,30/d/key",
    "card_source": "60/15m/ip",
    "card_here": "10/h/key",
    "card": "30/d/key",
    # A sample of an invitation to oneself, in each language at once.
    "sample": "6/h/key",
}


def allows(request: HttpRequest, action: str, key: str = "") -> bool:
    """Whether this may be done once more; each call counts."""
    used = consume(request, app="champions", action=action, config=RATES, key=key)
    return used is not None


def here(request: HttpRequest, key: str) -> str:
    """A key of something at one source."""
    return f"{key} from {source_of(request)}"
