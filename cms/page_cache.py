"""Public pages are kept ready, so that most neighbours are answered without making a page
anew. A kept page is found by its address, the filters it knows, and the version of its
centre, which is raised in the transaction that changes what the page shows
(`champions/services/freshness.py`): what is called off is called off on the next request.

Only a page that says so of itself (`may_be_kept`) is kept, and only of visitors without a
session: no form that is sent and nothing personal is ever among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.db.models import Min, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from champions.models import Centre
from cms.loopback import is_on_this_machine
from meetings.enums import MeetingState
from meetings.models import Meeting

# Any other word in a query is answered and not kept: nobody fills the cache, or puts
# words of theirs on a page that others are shown.
FILTERS = frozenset(
    {"q", "day", "time", "centre", "area", "language", "access", "ages", "attending"}
    | {"free", "page", "quarter"}
)
LONGEST_QUERY = 200  # characters
OF_A_VISITOR = (settings.SESSION_COOKIE_NAME, "messages")
LONGEST = timedelta(hours=1)
# Kept by browsers too, who ask each time whether it still is true.
ASK_EACH_TIME = "public, no-cache"
BEGINNINGS = frozenset({*dict(settings.LANGUAGES), "api"})

# Written out: they run before every page, and composing them takes longer than both. With
# the centre's uuid, so that a database begun anew never finds pages of the old one.
ONE_CENTRE = "SELECT uuid, version FROM champions_centre WHERE slug = %s"
ALL_CENTRES = """
SELECT COUNT(*), SUM(version), MAX(CAST(uuid AS VARCHAR(36))) FROM champions_centre
"""


def may_be_kept(request: HttpRequest) -> None:
    """Called by a page that is the same for every visitor of its address."""
    request.may_be_kept = True  # type: ignore[attr-defined]  # heard by `keep`


def key_of(request: HttpRequest) -> str | None:
    """By what the page of this request is found; nothing where none may be kept."""
    beginning = request.path_info[1:].partition("/")[0]
    if request.method not in ("GET", "HEAD") or beginning not in BEGINNINGS:
        return None
    if _is_somebodys(request) or not _is_plain(request):
        return None
    try:
        place = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    except DisallowedHost:
        return None
    version = _version_at(request.path_info)
    said = f"{version} {is_on_this_machine(request)} {place}"
    return version and sha256(said.encode()).hexdigest()


def _is_somebodys(request: HttpRequest) -> bool:
    cookies = request.META.get("HTTP_COOKIE") and request.COOKIES
    return bool(cookies and any(name in cookies for name in OF_A_VISITOR))


def _is_plain(request: HttpRequest) -> bool:
    """Whether its query holds filters of ours alone."""
    query = request.META.get("QUERY_STRING", "")
    return not query or (
        len(query) <= LONGEST_QUERY and FILTERS.issuperset(request.GET)
    )


def _version_at(path: str) -> str | None:
    """The version of the centre whose page it is, else of all centres together: what any
    of them changes may be on the network's pages."""
    slug = path.split("/", 3)[2:3]
    with connection.cursor() as cursor:
        cursor.execute(ONE_CENTRE, slug or [""])
        if found := cursor.fetchone():
            return f"{found[0]} {found[1]}"
        cursor.execute(ALL_CENTRES)
        count, *versions = cursor.fetchone()
    return f"{count} {versions}" if count else None


def kept(key: str, request: HttpRequest) -> HttpResponse | None:
    """The page as it was made, or the word that the browser's own copy is still true."""
    found = caches["pages"].get(key)
    if found is None:
        return None
    content, headers = found
    response = HttpResponse(content, headers=headers)
    if "HTTP_IF_NONE_MATCH" in request.META:
        return get_conditional_response(request, headers["ETag"], response=response)
    return response


def keep(key: str, request: HttpRequest, response: HttpResponse) -> None:
    """Keep what was made, when it says that it may be, until the clock changes it."""
    if not getattr(request, "may_be_kept", False) or not _is_whole(response):
        return
    # Of the words themselves: the clock makes new ones at the same address.
    response.headers["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
    response.headers["Cache-Control"] = ASK_EACH_TIME
    page: tuple[bytes, dict[str, Any]] = (response.content, dict(response.headers))
    centre = getattr(request, "page_centre", None)
    caches["pages"].set(key, page, timeout=_seconds_true(centre))


def _is_whole(response: HttpResponse) -> bool:
    return (
        response.status_code == 200 and not response.streaming and not response.cookies
    )


def _seconds_true(centre: Centre | None) -> float:
    """For how long what it says about “next” stays true: until a gathering begins or
    ends, midnight on the centre's wall, and an hour at the most."""
    now = timezone.now()
    return (min(_changes(centre, now)) - now).total_seconds()


def _changes(centre: Centre | None, now: datetime) -> Iterator[datetime]:
    yield now + LONGEST
    zones = [centre.tzinfo] if centre else [one.tzinfo for one in Centre.objects.all()]
    for zone in zones:
        on_the_wall = now.astimezone(zone) + timedelta(days=1)
        yield on_the_wall.replace(hour=0, minute=0, second=0, microsecond=0)
    meetings = Meeting.objects.of(centre) if centre else Meeting.objects.all()
    ahead = meetings.filter(state=MeetingState.ANNOUNCED, ends_at__gt=now)
    times = ahead.aggregate(
        begin=Min("starts_at", filter=Q(starts_at__gt=now)), end=Min("ends_at")
    )
    yield from filter(None, times.values())
