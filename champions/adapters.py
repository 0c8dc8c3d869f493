"""What we change in allauth: its mail goes through the outbox, nobody signs up, and
passwords do not exist."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import get_random_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from champions.enums import Language, Priority
from champions.messages.outbox import tell_address
from champions.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Our pages ask for addresses and codes; allauth signs in, asks for the second
    step, and tells about changes of it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """All that allauth still writes about: the second step of sign-in changed."""
        tell_address(
            email,
            "champions/second_step_changed",
            language=get_language() or Language.ENGLISH,
            event=f"second_step:{get_random_string(16)}",
            context={"what": template_prefix.rpartition("/")[2]},
            priority=Priority.SIGN_IN,
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff begin with what falls through this week, everybody else at their page."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        try:
            return reverse(settings.LOGIN_REDIRECT_URL)
        except NoReverseMatch:
            return first_page()

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return first_page()

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(
            request, _("This sign-in does not work any more. Please call us.")
        )
        return redirect("account_login")


class SecondStepAdapter(DefaultMFAAdapter):
    """What we change in allauth's second step."""

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        return _("My passkey")


def first_page() -> str:
    return f"/{get_language() or settings.LANGUAGE_CODE}/"
