"""What became of one try to send a mail, as the answer of a mail server tells it."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from champions.enums import MessageState

PERMANENT = 500  # SMTP answers from here on will not change
CLOSING = 421  # the server closes the line and serves nobody (RFC 5321, 3.8)


@dataclass(frozen=True)
class Verdict:
    """What became of one try to send; `server_fails` where the next mail would fare no
    better, so that the turn ends."""

    state: MessageState
    error: str = ""
    server_fails: bool = False


SENT = Verdict(MessageState.SENT)


def by_smtp(error: Exception, *, words_began: bool) -> Verdict:
    """Refused for good, refused for now, perhaps taken, or the server itself fails."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _by_code(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPDataError):
        return _by_code(error.smtp_code, error.smtp_error)
    if not isinstance(error, OSError):
        return about_this_one(error)
    if words_began:
        # Who takes too long for one will for the next: each would be left in doubt.
        slow = isinstance(error.__context__, TimeoutError)
        said = f"The line broke: {error}"
        return Verdict(MessageState.AMBIGUOUS, said, server_fails=slow)
    said = f"{type(error).__name__}: {error}"
    return Verdict(MessageState.QUEUED, said, server_fails=True)


def about_this_one(error: Exception) -> Verdict:
    """It cannot be made into a mail; the others can."""
    return Verdict(MessageState.FAILED, f"{type(error).__name__}: {error}")


def _by_code(code: int, answer: bytes | str) -> Verdict:
    said = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    state = MessageState.FAILED if code >= PERMANENT else MessageState.QUEUED
    return Verdict(state, f"{code} {said}", server_fails=code == CLOSING)
