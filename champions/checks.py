"""What is looked at before the site starts: settings that would be noticed only when the
first mail shall leave. A message names the part that is wrong and the cure, and no key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured

from champions.messages.mailbox import door_of
from champions.messages.post import look_at_email_url
from champions.messages.providers import account_of


def mail_can_leave(**_rest: Any) -> list[CheckMessage]:
    """EMAIL_URL and BOUNCES_URL are addresses, and a provider that is set is heard."""
    found = _wrong(look_at_email_url, "champions.E001")
    if settings.BOUNCES_URL:
        found += _wrong(lambda: door_of(settings.BOUNCES_URL), "champions.E002")
    return found or _unheard()


def begin() -> None:
    """Called once, at start."""
    register(mail_can_leave)


def _wrong(look: Callable[[], object], number: str) -> list[CheckMessage]:
    try:
        look()
    except ImproperlyConfigured as error:
        return [Error(str(error), id=number)]
    return []


def _unheard() -> list[CheckMessage]:
    secret, account = settings.ANYMAIL_WEBHOOK_SECRET, account_of(settings.EMAIL_URL)
    if secret and ":" not in secret:
        said = "ANYMAIL_WEBHOOK_SECRET: write a name, “:” and a long password."
        return [Error(said, id="champions.E003")]
    if account and not secret:
        said = (
            f"{account.provider.written} cannot tell us which mails did not arrive: "
            "set ANYMAIL_WEBHOOK_SECRET (see docs/settings.md)."
        )
        return [Caution(said, id="champions.W001")]
    return []
