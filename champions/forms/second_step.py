"""allauth's forms of the second step, with our words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as key
from django import forms
from django.utils.translation import gettext_lazy as _

ATTRS = {"autocomplete": "one-time-code", "inputmode": "numeric"}


def _code() -> forms.CharField:
    return forms.CharField(
        label=_("The numbers your app shows now"),
        max_length=20,
        widget=forms.TextInput(attrs=ATTRS),
    )


def _code_or_spare() -> forms.CharField:
    field = _code()
    field.help_text = _("Or one of your spare numbers.")
    return field


class AuthenticateForm(base.AuthenticateForm):  # type: ignore[misc]  # untyped there
    code = _code_or_spare()


class ReauthenticateForm(base.ReauthenticateForm):  # type: ignore[misc]  # untyped there
    code = _code_or_spare()


class ActivateAppForm(app.ActivateTOTPForm):  # type: ignore[misc]  # untyped there
    code = _code()


class AddKeyForm(key.AddWebAuthnForm):  # type: ignore[misc]  # untyped there
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("A name for it, like “my phone”")
        self.fields["passwordless"].label = _("Sign in with this alone, without e-mail")
        self.fields["passwordless"].help_text = ""
        self.fields["passwordless"].initial = True
