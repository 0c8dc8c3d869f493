"""Signing in by e-mail, and out. Nothing happens on GET: a link leads to a button."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from champions.adapters import first_page
from champions.enums import Language
from champions.forms.sign_in import AddressForm, LinkForm, NumbersForm, WhoForm
from champions.limits import allows, here
from champions.messages.outbox import NotAnAddressError
from champions.models import SignIn, User
from champions.names import address_key
from champions.permissions import BY_CARD, SECOND_FACTOR, Who, access
from champions.services import sign_in as service
from champions.services.sign_in import Resident, residents_at, those_who_may

OTHER_WAYS = "none: who has no e-mail signs in by card, or calls and we do it together"
ASKED, PROVED = "sign_in", "sign_in_proved"
# After the right numbers: how long "who are you?" may take, in seconds.
PROVED_FOR = 15 * 60


@access(Who.PUBLIC, twin=OTHER_WAYS)
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """One field: the address. Known or not, the answer is the same."""
    next_url = _safe_next(request)
    if request.method != "POST" and request.user.is_authenticated:
        home = get_adapter().get_login_redirect_url(request)
        context = {"next": next_url, "home": home}
        return render(request, "champions/signed_in.html", context)
    form = AddressForm(sent(request))
    if request.method == "POST" and form.is_valid() and _send(request, form, next_url):
        return redirect("account_numbers")
    status = 429 if form.has_error("email", "often") else 200
    context = {"form": form, "next": next_url}
    return render(request, "champions/sign_in.html", context, status=status)


def _send(request: HttpRequest, form: AddressForm, next_url: str) -> bool:
    address = form.cleaned_data["email"]
    key = address_key(address)
    calm = allows(request, "sign_in_source") and allows(
        request, "sign_in_here", here(request, key)
    )
    if not calm:
        words = _("That was a lot of mails. Wait a quarter of an hour, or call us.")
        form.add_error("email", ValidationError(words, code="often"))
        return False
    try:
        asked = service.ask_to_sign_in(
            address,
            language=get_language() or Language.ENGLISH,
            next_url=next_url,
            is_told=allows(request, "sign_in_address", key),
        )
    except NotAnAddressError:
        form.add_error("email", _("This is no e-mail address. Please look again."))
        return False
    request.session[ASKED] = {"id": asked.pk, "address": address}
    return True


@access(Who.PUBLIC, twin=OTHER_WAYS)
@never_cache
def numbers(request: HttpRequest) -> HttpResponse:
    """The six numbers of the mail, typed where they were asked for."""
    asked = request.session.get(ASKED)
    if not asked:
        return redirect("account_login")
    form = NumbersForm(sent(request))
    if request.method == "POST" and form.is_valid():
        proved = service.by_numbers(asked["id"], form.cleaned_data["numbers"])
        if proved:
            return _go_on(request, proved, is_shared=form.cleaned_data["shared"])
        form.add_error("numbers", _("These are not the numbers. Please look again."))
    context = {
        "form": form,
        "address": asked["address"],
        "masked": _masked(asked["address"]),
        "is_open": service.is_open(asked["id"]),
    }
    return render(request, "champions/sign_in_numbers.html", context)


@access(Who.PUBLIC, twin=OTHER_WAYS)
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail shows a button; pressing it signs in, once."""
    form = LinkForm(sent(request))
    if request.method == "POST" and form.is_valid():
        proved = service.by_link(token)
        if proved:
            return _go_on(request, proved, is_shared=form.cleaned_data["shared"])
    is_open = service.find_link(token) is not None
    context = {"form": form, "is_open": is_open}
    status = 200 if is_open else 404
    return render(request, "champions/sign_in_link.html", context, status=status)


@access(Who.PUBLIC, twin=OTHER_WAYS)
@never_cache
def who(request: HttpRequest) -> HttpResponse:
    """Several share the address, which has proved itself: who sits here?"""
    proved = request.session.get(PROVED)
    if not proved or time.time() - proved["at"] > PROVED_FOR:
        return redirect("account_login")
    residents = residents_at(proved["key"])
    form = WhoForm(sent(request), residents=those_who_may(residents, proved["key"]))
    if request.method == "POST" and form.is_valid():
        alone = len(residents) == 1
        return _come_in(request, form.chosen, proved, alone=alone)
    context = {"form": form, "has_staff": len(form.residents) < len(residents)}
    return render(request, "champions/sign_in_who.html", context)


def _go_on(request: HttpRequest, asked: SignIn, *, is_shared: bool) -> HttpResponse:
    """The address proved itself: one who reads it comes in, several are asked."""
    request.session.pop(ASKED, None)
    residents = residents_at(asked.email_key)
    proved = {
        "key": asked.email_key,
        "next": asked.next_url,
        "shared": is_shared,
        "at": time.time(),
    }
    if len(residents) == 1 and those_who_may(residents, asked.email_key):
        return _come_in(request, residents[0], proved, alone=True)
    request.session[PROVED] = proved
    return redirect("account_who")


def _come_in(
    request: HttpRequest, resident: Resident, proved: dict[str, Any], *, alone: bool
) -> HttpResponse:
    user = service.come_in(resident, proved["key"], alone=alone)
    return start_session(
        request,
        user,
        method="code",
        is_shared=proved["shared"],
        next_url=proved["next"],
    )


def start_session(
    request: HttpRequest,
    user: User,
    *,
    method: str,
    is_shared: bool,
    next_url: str = "",
) -> HttpResponse:
    """Hand over to allauth, which asks for the second step of who has set one up."""
    if request.user.is_authenticated:
        logout(request)
    for key in (ASKED, PROVED, SECOND_FACTOR):
        request.session.pop(key, None)
    request.session[BY_CARD] = method == "card"
    request.session.set_expiry(0 if is_shared else None)
    record_authentication(request, user, method=method)
    login = Login(user=user, redirect_url=next_url or None)
    response: HttpResponse = perform_login(request, login)
    return response


@access(Who.PUBLIC, twin=OTHER_WAYS)
@never_cache
def passkey(request: HttpRequest) -> HttpResponse:
    """For who has set one up; the button needs the browser's script."""
    context = {"next": _safe_next(request)}
    return render(request, "champions/passkey.html", context)


@access(Who.PUBLIC, twin="none: a session ends by itself")
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Signing out is a button; the bare address only shows it."""
    if request.method == "POST":
        logout(request)
        return redirect(first_page())
    return render(request, "champions/sign_out.html")


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to; also a button without any field is a form sent."""
    return request.POST if request.method == "POST" else None


def _safe_next(request: HttpRequest) -> str:
    """Where to go afterwards: an address of ours, or nothing."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else ""


def _masked(address: str) -> str:
    """Enough to see a slip of the hand; less than a passer-by could use."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:2]}…@{domain}"
