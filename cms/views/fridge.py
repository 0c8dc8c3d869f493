"""A fridge card, opened by its square or its ten numbers. Opening changes nothing and
names nobody; whoever holds it says their first name, once on a phone of their own."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from champions.capability import LIFETIME, grant, held
from champions.limits import allows, here
from champions.permissions import Who, access
from champions.services.people import user_of
from cms.fridge_forms import FirstNameForm
from cms.models import FridgeCard
from cms.services import fridge, on_the_day
from cms.views import fridge_acts
from cms.views.fridge_acts import Asker

# A phone of one's own is asked again after half a year.
OWN, OWN_LIFETIME = "fridge-own", int(timedelta(days=180).total_seconds())
UNKNOWN = "cms/fridge/unknown.html"


@access(Who.HOLDER, twin="phone:programmes:by_phone")
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Whose card is it? Nothing is shown before."""
    card = fridge.card_by_link(token)
    if card is None:
        return render(request, UNKNOWN, status=404)
    if request.method != "POST" and _holds(request, card):
        return redirect("programmes:fridge", pk=card.pk)
    form = FirstNameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if _is_theirs(request, card, form):
            return _let_in(card, form)
        form.add_error(
            "first_name",
            _("This does not fit together. Please look again, or call us."),
        )
    _frame(request, card)
    return render(request, "cms/fridge/link.html", {"form": form})


def _is_theirs(request: HttpRequest, card: FridgeCard, form: FirstNameForm) -> bool:
    """A found card must not be opened by trying names."""
    key = f"fridge card {card.pk}"
    calm = allows(request, "card_here", here(request, key)) and allows(
        request, "card", key
    )
    return calm and fridge.is_theirs(card, form.cleaned_data["first_name"])


def _let_in(card: FridgeCard, form: FirstNameForm) -> HttpResponse:
    response = redirect("programmes:fridge", pk=card.pk)
    is_own = form.cleaned_data["own_device"]
    purpose = OWN if is_own else fridge.PURPOSE
    lifetime = OWN_LIFETIME if is_own else LIFETIME
    grant(response, purpose, card.pk, card.generation, lifetime)
    return response


@access(Who.HOLDER, twin="phone:programmes:by_phone")
@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Three big buttons."""
    found = _held_card(request, pk)
    if found is None:
        return render(request, UNKNOWN, status=404)
    shown = {
        "card": found,
        "programme": found.programme,
        "next": on_the_day.next_date(found.programme),
        "to_count": on_the_day.date_to_count(found.programme),
        "waiting": found.programme.things_needed.waiting(),
    }
    return render(request, "cms/fridge/card.html", shown)


@access(Who.HOLDER, twin="phone:programmes:call_off_next")
@require_http_methods(["GET", "POST"])
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, fridge_acts.call_off)


@access(Who.HOLDER, twin="phone:programmes:count_who_came")
@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, fridge_acts.count)


@access(Who.HOLDER, twin="phone:programmes:ask_for_something")
@require_http_methods(["GET", "POST"])
def need(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, fridge_acts.need)


def _act(request: HttpRequest, pk: int, act) -> HttpResponse:
    """Said by whose card it is; they need not have signed in before."""
    found = _held_card(request, pk)
    if found is None:
        return render(request, UNKNOWN, status=404)
    person = found.person
    user = user_of(person) if request.method == "POST" else person.user
    back = reverse("programmes:fridge", args=[found.pk])
    with timezone.override(found.centre.tzinfo):
        return act(request, Asker(found.programme, person, user, back))


def _held_card(request: HttpRequest, pk: int) -> FridgeCard | None:
    """The card that this browser was let in to."""
    found = fridge.live_cards().filter(pk=pk).first()
    if found is None or not _holds(request, found):
        return None
    _frame(request, found)
    return found


def _holds(request: HttpRequest, found: FridgeCard) -> bool:
    generations = (
        held(request, fridge.PURPOSE, found.pk),
        held(request, OWN, found.pk, OWN_LIFETIME),
    )
    return found.generation in generations


def _frame(request: HttpRequest, found: FridgeCard) -> None:
    """The page belongs to the card's centre, which its address leaves out."""
    request.page_centre = found.centre  # type: ignore[attr-defined]  # read by the frame
