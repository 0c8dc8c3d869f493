"""The line to a mail provider's API, and what its answers mean. Nobody is watched: no
picture, no counted link, and nothing of what was opened is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anymail.exceptions import AnymailRecipientsRefused, AnymailRequestsAPIError
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string
from urllib3.exceptions import MaxRetryError

from champions.enums import MessageState
from champions.messages.providers import Account
from champions.messages.verdicts import Verdict, about_this_one

# Under this name a provider keeps our mark with a mail and gives it back with events.
MARK = "health_champions"
# Key, payment, domain or sender are not in order: each mail would get this answer.
ABOUT_US = frozenset({401, 402, 403, 404, 405, 407})
# Not now: too much asked, or nobody there. 420 is SparkPost's word for "sent enough".
NOT_NOW = frozenset({408, 420, 425, 429, 502, 503})
SERVER_ERROR = 500
# A gateway that heard nothing more knows not whether the mail was taken.
NOBODY_KNOWS = 504
TAKEN = range(200, 400)
# As said by a mail server of a mailbox that does not exist (RFC 3463).
NO_SUCH_MAILBOX = "5.1.1 The mail provider takes no mail for this address."
# What is called "failed" has no reason: that one mail was not taken.
REFUSED = frozenset({"invalid", "rejected"})
NOT_TAKEN = REFUSED | {"failed"}


class NotTakenError(Exception):
    """The provider answered well and took nothing."""


class ProviderLine:
    """Each mail one request; the connection stays open between them."""

    def __init__(self, account: Account, *, timeout: float) -> None:
        backend = import_string(account.provider.backend)
        self._provider = account.provider
        self._backend = backend(timeout=timeout, **account.settings)
        self._answer: Any = None

    def open(self) -> bool:
        """Always as if fresh: one request's failure is no fault of the one before."""
        self._backend.open()
        return True

    def close(self) -> None:
        self._backend.close()

    def send_messages(self, mails: Sequence[EmailMessage]) -> int:
        """Raises what anymail raises, or NotTakenError."""
        for mail in mails:
            self._send(mail)
        return len(mails)

    def _send(self, mail: Any) -> None:
        self._fit(mail)
        self._answer = None
        try:
            self._backend.send_messages([mail])
        finally:
            self._answer = mail.anymail_status.esp_response
        if mail.anymail_status.status <= NOT_TAKEN:
            raise NotTakenError

    def _fit(self, mail: Any) -> None:
        """What comes back goes to the provider, which has an address for it: there is
        one sender. Anymail reads its own wishes from these names."""
        mail.from_email = mail.extra_headers.pop("From", mail.from_email)
        if not self._provider.keeps_message_id:
            mail.extra_headers.pop("Message-ID", None)
        mail.extra_headers |= self._provider.keeps_it_by
        mail.metadata = {MARK: mail.mark}
        if self._provider.is_told_not_to_watch:
            mail.track_opens = mail.track_clicks = False

    def verdict_on(self, error: Exception) -> Verdict:
        """Refused for good, refused for now, perhaps taken, or nobody can be sent to."""
        if isinstance(error, AnymailRecipientsRefused):
            return Verdict(MessageState.FAILED, NO_SUCH_MAILBOX)
        if isinstance(error, ImproperlyConfigured):
            said = f"{type(error).__name__}: {error}"
            return Verdict(MessageState.QUEUED, said, server_fails=True)
        answer = getattr(error, "response", None)
        answer = self._answer if answer is None else answer
        if answer is not None and not isinstance(error, NotTakenError):
            return self._by_status(answer)  # also one that nobody can read
        if isinstance(error, AnymailRequestsAPIError):
            return _without_answer(error)
        return about_this_one(error)

    def _by_status(self, response: Any) -> Verdict:
        status = response.status_code
        # Not the number first: 550 from a mail server would be about the mailbox.
        said = f"HTTP {status}: {' '.join(response.text.split())}"
        if status in TAKEN or status == NOBODY_KNOWS:
            return Verdict(MessageState.AMBIGUOUS, said, server_fails=True)
        if status in ABOUT_US | NOT_NOW or self._is_about_us(response):
            return Verdict(MessageState.QUEUED, said, server_fails=True)
        state = MessageState.QUEUED if status >= SERVER_ERROR else MessageState.FAILED
        return Verdict(state, said)

    def _is_about_us(self, response: Any) -> bool:
        if not self._provider.about_us:
            return False
        try:
            answer = response.json()
        except ValueError:
            return False
        code = answer.get("ErrorCode") if isinstance(answer, dict) else None
        return code in self._provider.about_us


def _without_answer(error: AnymailRequestsAPIError) -> Verdict:
    """Whether the words can have reached them: urllib3 tries once, and gives up before
    a request only where there was no connection."""
    cause = error.__cause__
    never_left = bool(cause and cause.args and isinstance(cause.args[0], MaxRetryError))
    state = MessageState.QUEUED if never_left else MessageState.AMBIGUOUS
    said = f"{type(cause).__name__}: the mail provider did not answer."
    return Verdict(state, said, server_fails=True)
