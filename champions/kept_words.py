"""What somebody sent after they had been signed out: kept for an hour, so that they can
send it when they have signed in again. Only the browser that sent it finds it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from champions.where_from import page_of

AN_HOUR = 3600  # seconds
# Signs of all that was typed; more is no form of ours.
MOST = 50_000
_PREFIX = "__Host-" if settings.SESSION_COOKIE_SECURE else ""
COOKIE = f"{_PREFIX}kept-words"


@dataclass(frozen=True)
class KeptWords:
    """A form as it was sent: where to, from which page, and what stood in it. Files are
    not kept."""

    path: str
    page: str
    fields: list[tuple[str, str]]

    @property
    def sentences(self) -> list[str]:
        """What somebody may want to read again: not the marks of a form."""
        return [value for _name, value in self.fields if " " in value.strip()]


def keep_words(request: HttpRequest, response: HttpResponse) -> bool:
    """Keep what was sent; False when there is nothing to keep, or too much."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    if not fields or sum(len(value) for _name, value in fields) > MOST:
        return False
    key = secrets.token_urlsafe(24)
    kept = KeptWords(request.get_full_path(), page_of(request), fields)
    cache.set(_place(key), kept, AN_HOUR)
    response.set_cookie(
        COOKIE,
        key,
        max_age=AN_HOUR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return True


def words_kept(request: HttpRequest) -> KeptWords | None:
    key = request.COOKIES.get(COOKIE)
    found: KeptWords | None = cache.get(_place(key)) if key else None
    return found


def forget_words(request: HttpRequest, response: HttpResponse) -> None:
    if key := request.COOKIES.get(COOKIE):
        cache.delete(_place(key))
    response.delete_cookie(COOKIE, samesite="Lax")


def drop_old_words() -> int:
    """What expired is not given out any more, but its row in the database's cache would
    stay until somebody asked for it; how many rows went."""
    if not isinstance(caches["default"], DatabaseCache):
        return 0
    where = cast(dict[str, str], settings.CACHES["default"])
    table = connection.ops.quote_name(where["LOCATION"])
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608  our own name
        return int(cursor.rowcount)


def _place(key: str) -> str:
    return f"kept-words:{key[:64]}"
