"""Remembers in the session that this user gave a second step: an app's numbers or a
passkey. `permissions.ask_second_factor` asks wherever a staff role opens the page."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.account.signals import user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_used
from django.http import HttpRequest

from champions.models import User
from champions.permissions import SECOND_FACTOR


def note_at_sign_in(*, request: HttpRequest, user: User, **_rest: Any) -> None:
    """What somebody else gave earlier in this browser does not count."""
    records = get_authentication_records(request, user)
    if any(record.get("method") == "mfa" for record in records):
        request.session[SECOND_FACTOR] = True
    else:
        request.session.pop(SECOND_FACTOR, None)


def note_set_up(*, request: HttpRequest, user: User, **_rest: Any) -> None:
    """Who set it up this minute has shown it: the spare numbers follow at once."""
    record_authentication(request, user, method="mfa", reauthenticated=True)
    note_later(request=request, user=user)


def note_later(*, request: HttpRequest, user: User, **_rest: Any) -> None:
    """Asked again, of somebody who is signed in."""
    if request.user == user:
        request.session[SECOND_FACTOR] = True


def listen() -> None:
    """Called once, at start."""
    user_logged_in.connect(note_at_sign_in, dispatch_uid="second_step")
    authenticator_used.connect(note_later, dispatch_uid="second_step")
    authenticator_added.connect(note_set_up, dispatch_uid="second_step")
