"""How long the site takes to answer, inside one process: for ratios of the same run."""

from __future__ import annotations

import os
import statistics
import time
from io import BytesIO
from typing import Protocol

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from champions.models import User

ROUNDS = int(os.environ.get("ROUNDS", "15"))
WARM = 3


class Browser:
    """Asks the site as its server would, as a visitor or with the cookie of somebody
    signed in. Its middleware is that of the settings when it is made."""

    def __init__(self, user: User | None = None) -> None:
        self.site, self.cookie = WSGIHandler(), ""
        if user is not None:
            client = Client()
            client.force_login(user)
            self.cookie = client.cookies[settings.SESSION_COOKIE_NAME].OutputString()

    def seconds(self, path: str, query: str = "") -> float:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REMOTE_ADDR": "127.0.0.1",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": self.cookie.partition(";")[0],
            "wsgi.input": BytesIO(),
            "wsgi.url_scheme": "http",
        }
        answered = []
        began = time.perf_counter()
        response = self.site(environ, lambda status, _heads: answered.append(status))
        b"".join(response)
        took = time.perf_counter() - began
        response.close()
        if not answered[0].startswith("200"):
            raise RuntimeError(f"{path}?{query} answered {answered[0]}")
        return took

    def in_turn(self, *asked: tuple[str, str]) -> list[float]:
        """The median of each, asked in turn."""
        return in_turn(*((self, *one) for one in asked))


class Answering(Protocol):
    def seconds(self, *page: str) -> float: ...


def in_turn(*asked: tuple[Answering, *tuple[str, ...]]) -> list[float]:
    """The median of each one's page, asked in turn, so that a busy moment meets all
    alike."""
    rounds = [
        [one.seconds(*page) for one, *page in asked] for _ in range(WARM + ROUNDS)
    ]
    return [statistics.median(column) for column in zip(*rounds[WARM:], strict=True)]
