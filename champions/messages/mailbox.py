"""A mailbox over IMAP, as BOUNCES_URL names it: what is new, a look at it, and putting
away. What is only looked at stays unread, for the people who read it too."""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TIMEOUT = 10  # seconds for each answer of the server
PORTS = {"imap": 143, "imaps": 993}
# Of each mail only the beginning is read: a report begins with what matters.
MOST_BYTES = 256 * 1024
NUMBER = re.compile(rb"\d+")


class MailboxError(Exception):
    """The server cannot be reached, refuses us, or says what nobody understands. Names
    no password."""


@dataclass(frozen=True)
class Door:
    """Where a mailbox is and how one comes in."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    over_tls: bool
    start_tls: bool

    @property
    def name(self) -> str:
        return f"{self.host}/{self.folder}"[:255]


def door_of(url: str) -> Door:
    """Read an address like imaps://user:password@host/INBOX; imap:// with ?tls=1 asks
    for STARTTLS. ImproperlyConfigured for anything else."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or not parts.username:
        raise ImproperlyConfigured(
            "BOUNCES_URL must be like imaps://user:password@host/INBOX"
        )
    return Door(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        over_tls=parts.scheme == "imaps",
        start_tls=parse_qs(parts.query).get("tls") == ["1"],
    )


class Mailbox:
    """An open mailbox, to be used in a `with`; whatever goes wrong is a MailboxError."""

    def __init__(self, door: Door) -> None:
        self.name = door.name
        with _understood():
            self._line = _line(door)
        try:
            with _understood():
                self._line.login(door.user, door.password)
                self._ask("SELECT", self._line.select(_quoted(door.folder)))
                answer = self._line.response("UIDVALIDITY")[1]
                self.uid_validity = int(answer[0])
        except MailboxError:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self._line.logout()
        with contextlib.suppress(OSError):  # who is gone answers no farewell
            self._line.shutdown()

    def unread(self, *, after: int, since: date) -> list[int]:
        """The numbers of unread mails that came since a day, the oldest first; only
        those above the number `after`."""
        with _understood():
            # "n:*" names the last mail also where that is below n.
            wanted = ("UNSEEN", "SINCE", f"{since:%d-%b-%Y}", "UID", f"{after + 1}:*")
            found = self._ask("SEARCH", self._line.uid("SEARCH", *wanted))
            numbers = NUMBER.findall(b" ".join(part for part in found if part))
        return sorted(uid for uid in map(int, numbers) if uid > after)

    def look_at(self, uid: int) -> bytes:
        """The beginning of a mail, which stays unread; nothing when it is gone."""
        with _understood():
            part = f"(BODY.PEEK[]<0.{MOST_BYTES}>)"
            found = self._ask("FETCH", self._line.uid("FETCH", str(uid), part))
        pieces = [piece[1] for piece in found if isinstance(piece, tuple)]
        return pieces[0] if pieces else b""

    def put_away(self, uid: int) -> None:
        """Mark a mail as read."""
        with _understood():
            flags = self._line.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")
            self._ask("STORE", flags)

    def _ask(self, what: str, answer: tuple[str, list]) -> list:
        kind, found = answer
        if kind != "OK":
            raise MailboxError(f"{what} was refused")
        return found


@contextlib.contextmanager
def _understood() -> Iterator[None]:
    try:
        yield
    except (OSError, imaplib.IMAP4.error, ValueError, TypeError, IndexError) as error:
        raise MailboxError(f"{type(error).__name__}: {error}") from error


def _line(door: Door) -> imaplib.IMAP4:
    safe = ssl.create_default_context()
    if door.over_tls:
        return imaplib.IMAP4_SSL(
            door.host, door.port, ssl_context=safe, timeout=TIMEOUT
        )
    line = imaplib.IMAP4(door.host, door.port, timeout=TIMEOUT)
    if door.start_tls:
        line.starttls(safe)
    return line


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
