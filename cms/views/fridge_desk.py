"""The front desk does for who calls what a fridge card does: by its ten numbers, or by
the name of the programme."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from champions.permissions import CentreRequest, Who, access
from champions.sent_ids import sent_id
from champions.services.codes import look_up_code
from cms.enums import LISTED_STATES
from cms.fridge_forms import DeskCodeForm
from cms.models import Programme
from cms.services import fridge, on_the_day
from cms.views import fridge_acts
from cms.views.fridge_acts import Asker
from meetings.services.codes import desk_address_of

DESK = (Who.DESK, Who.LEAD, Who.SUPPORTER)
TWIN = "none: staff work here for those who call or come by"


@access(*DESK, twin=TWIN)
@require_http_methods(["GET", "POST"])
def desk(request: CentreRequest) -> HttpResponse:
    """The numbers that are read out, or a name from the list."""
    centre = request.visit.at_centre
    form = DeskCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = look_up_code(centre, form.cleaned_data["code"])
        if code and (there := desk_address_of(code)):
            return redirect(there)
        form.add_error("code", _("No card has these numbers. Choose it by its name."))
    going_on = Programme.objects.of(centre).filter(state__in=LISTED_STATES)
    shown = {"form": form, "programmes": going_on, "centre": centre}
    return render(request, "cms/fridge/desk.html", shown)


@access(*DESK, twin=TWIN)
@require_safe
def programme(request: CentreRequest, slug: str) -> HttpResponse:
    """What can be done for them."""
    found = _programme(request, slug)
    shown = {
        "programme": found,
        "next": on_the_day.next_date(found),
        "to_count": on_the_day.date_to_count(found),
        "waiting": found.things_needed.waiting(),
        "card": _card_id(request, found),
        "at_desk": True,
    }
    return render(request, "cms/fridge/card.html", shown)


@access(*DESK, twin=TWIN)
@require_http_methods(["GET", "POST"])
def call_off(request: CentreRequest, slug: str) -> HttpResponse:
    return fridge_acts.call_off(request, _asker(request, slug))


@access(*DESK, twin=TWIN)
@require_http_methods(["GET", "POST"])
def count(request: CentreRequest, slug: str) -> HttpResponse:
    return fridge_acts.count(request, _asker(request, slug))


@access(*DESK, twin=TWIN)
@require_http_methods(["GET", "POST"])
def need(request: CentreRequest, slug: str) -> HttpResponse:
    return fridge_acts.need(request, _asker(request, slug))


@access(Who.LEAD, Who.SUPPORTER, twin="none: staff arrange it")
@require_http_methods(["POST"])
def arranged(request: CentreRequest, slug: str, pk: int) -> HttpResponse:
    """From *this week*: it is there, and whoever asked is told."""
    found = _programme(request, slug)
    needed = get_object_or_404(
        found.things_needed.select_related("programme__centre", "asked_by__centre"),
        pk=pk,
    )
    on_the_day.arrange(needed, by=request.user)
    return redirect("wagtailadmin_home")


def _programme(request: CentreRequest, slug: str) -> Programme:
    everything = Programme.objects.of(request.visit.at_centre).select_related("centre")
    return get_object_or_404(everything, slug=slug)


def _asker(request: CentreRequest, slug: str) -> Asker:
    """Who telephones is known where they read out the numbers of their card; they are
    told then when it is arranged."""
    found = _programme(request, slug)
    card = _card_id(request, found)
    person = found.fridge_cards.get(pk=card).person if card else None
    there = reverse("programmes:desk_programme", args=[found.centre.slug, slug])
    back = f"{there}?card={card}" if card else there
    return Asker(found, person, request.user, back)


def _card_id(request: CentreRequest, found: Programme) -> int | None:
    cards = fridge.live_cards().filter(programme=found)
    pk = sent_id(request.GET.get("card", ""))
    return cards.filter(pk=pk).values_list("pk", flat=True).first()
