"""The line to the mail server or provider, as EMAIL_URL says; without one, mails become
files."""

from __future__ import annotations

import contextlib
import smtplib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, unquote

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone

from champions.messages.provider_line import ProviderLine
from champions.messages.providers import PROVIDERS, account_of, split
from champions.messages.verdicts import Verdict, by_smtp

TIMEOUT = 10  # seconds for each answer of the server
# Seconds for a whole mail, with the opening of the line. It is tried twice where an old
# line is dead, after a turn of others: less than the 60 s of a worker.
MAIL_TAKES = 20.0
AT_ONCE = 0.001  # seconds, when the time is over: no answer is waited for
PORTS = {"": 25, "tls": 587, "ssl": 465}


class Mail(EmailMultiAlternatives):
    """One of ours on its way; a provider gives its `mark` back when it reports on it."""

    mark = ""


class WatchedSMTP(smtplib.SMTP):
    """Knows whether the words themselves were on their way when something broke: only
    then may the server have taken the mail."""

    words_began = False

    def __init__(self, *args: Any, until: float, **kwargs: Any) -> None:
        self.until = until
        super().__init__(*args, **kwargs)

    def send(self, s: Any) -> None:
        self._hurry()
        # Commands are text, and the words alone are bytes: sent once the server asked.
        self.words_began = self.words_began or isinstance(s, bytes)
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        self._hurry()
        return super().getreply()

    def _hurry(self) -> None:
        """A server that takes its time over each answer would outlast the worker, and a
        mail that was never taken would be left as perhaps sent."""
        if self.sock:
            left = self.until - monotonic()
            self.sock.settimeout(min(TIMEOUT, max(left, AT_ONCE)))

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        self.words_began = False
        return super().mail(sender, options)


class WatchedSMTPOverTLS(WatchedSMTP, smtplib.SMTP_SSL):
    """The same inside TLS from the first byte on."""


class Line(EmailBackend):
    """Django's own way to a mail server, over one connection that stays open."""

    _until = 0.0  # when the mail that is on its way has to have been taken, if one is

    @property
    def connection_class(self) -> Callable[..., WatchedSMTP]:  # type: ignore[override]  # one of ours
        kind = WatchedSMTPOverTLS if self.use_ssl else WatchedSMTP
        return partial(kind, until=self._until)

    def open(self) -> bool | None:
        """Begins a mail, also on a line that is open already."""
        self._until = self._until or monotonic() + MAIL_TAKES
        if self.connection:
            self.connection.until = self._until  # type: ignore[attr-defined]  # ours
        return super().open()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        try:
            return super().send_messages(email_messages)
        finally:
            self._until = 0.0

    def close(self) -> None:
        with contextlib.suppress(OSError):  # a server that is gone needs no farewell
            super().close()
        self._until = 0.0

    @property
    def words_began(self) -> bool:
        return bool(self.connection and self.connection.words_began)  # type: ignore[attr-defined]  # ours

    def verdict_on(self, error: Exception) -> Verdict:
        return by_smtp(error, words_began=self.words_began)


class Folder(BaseEmailBackend):
    """Each mail a file, for a machine without a mail server."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_ROOT)
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            name = f"{timezone.now():%Y%m%d-%H%M%S-%f}.eml"
            (folder / name).write_bytes(mail.message().as_bytes())
        return len(email_messages)

    def verdict_on(self, error: Exception) -> Verdict:
        return by_smtp(error, words_began=False)


Way = Line | Folder | ProviderLine


def line() -> Way:
    """A line that is not open yet; ImproperlyConfigured when EMAIL_URL is no such
    address as smtp://user:password@host:587?tls=1, and names no provider either."""
    if not settings.EMAIL_URL:
        return Folder()
    if account := account_of(settings.EMAIL_URL):
        return ProviderLine(account, timeout=TIMEOUT)
    return Line(timeout=TIMEOUT, **parts_of(settings.EMAIL_URL))


def look_at_email_url() -> None:
    """ImproperlyConfigured where EMAIL_URL names no way for mail to leave."""
    url = settings.EMAIL_URL
    if url and account_of(url) is None:
        parts_of(url)


def parts_of(url: str) -> dict[str, Any]:
    """What Django's SMTP backend wants to know; tls=1 (STARTTLS) or ssl=1 (smtps)."""
    parts = split(url)
    wishes = parse_qs(parts.query)
    if parts.scheme not in {"smtp", "smtps"}:
        known = ", ".join(f"{name}://" for name in PROVIDERS)
        raise ImproperlyConfigured(
            f"EMAIL_URL must begin with smtp://, smtps://, {known}"
        )
    if not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL: the mail server is missing after the “@”, as in "
            "smtp://user:password@host:587?tls=1"
        )
    ssl = parts.scheme == "smtps" or wishes.get("ssl") == ["1"]
    tls = not ssl and wishes.get("tls") == ["1"]
    return {
        "host": parts.hostname,
        "port": parts.port or PORTS["ssl" if ssl else "tls" if tls else ""],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": tls,
        "use_ssl": ssl,
    }
