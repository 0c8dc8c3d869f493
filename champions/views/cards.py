"""Personal cards: signing in by one, and the pages where staff print or take it back."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from champions.enums import CodePurpose
from champions.forms.sign_in import CardForm, CardLinkForm
from champions.limits import allows, here
from champions.models import Person, PersonalCard
from champions.permissions import STAFF, CentreRequest, Who, access
from champions.qr import qr_svg
from champions.services import cards as service
from champions.services.codes import digits_for, source_of
from champions.views.sign_in import sent, start_session

BY_PHONE = "none: the card is the paper; who lost it calls us"
AT_A_DESK = "none: for staff, at a desk"


@access(Who.PUBLIC, twin=BY_PHONE)
@never_cache
def by_numbers(request: HttpRequest) -> HttpResponse:
    """The ten numbers of the card, and the first name."""
    form = CardForm(sent(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        if allows(request, "card_source"):
            card = service.card_by_numbers(
                form.chosen_centre,
                form.cleaned_data["numbers"],
                first_name=form.cleaned_data["first_name"],
                source=source_of(request),
            )
            if card and _is_theirs(request, card, form):
                return _come_in(request, card, form)
        else:
            status = 429
        form.add_error(None, _wrong())
    context = {"form": form}
    return render(request, "champions/card_sign_in.html", context, status=status)


@access(Who.PUBLIC, twin=BY_PHONE)
@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The QR code of the card; it names nobody and opens nothing by itself."""
    card = service.card_by_link(token)
    form = CardLinkForm(sent(request))
    if request.method == "POST" and form.is_valid() and card:
        if _is_theirs(request, card, form):
            return _come_in(request, card, form)
        form.add_error("first_name", _wrong())
    context = {"form": form, "is_live": card is not None}
    return render(
        request, "champions/card_link.html", context, status=200 if card else 404
    )


def _is_theirs(request: HttpRequest, card: PersonalCard, form: CardLinkForm) -> bool:
    """A found card must not be opened by trying names."""
    key = f"card {card.pk}"
    calm = allows(request, "card_here", here(request, key)) and allows(
        request, "card", key
    )
    return calm and service.is_theirs(card, form.cleaned_data["first_name"])


def _come_in(
    request: HttpRequest, card: PersonalCard, form: CardLinkForm
) -> HttpResponse:
    user = service.come_in_by_card(card)
    is_shared = form.cleaned_data["shared"]
    return start_session(request, user, method="card", is_shared=is_shared)


def _wrong() -> str:
    return _("This does not fit together. Please look again, or call us.")


@access(*STAFF, twin=AT_A_DESK)
@never_cache
def show(request: CentreRequest, pk: int) -> HttpResponse:
    """Whether a champion has a card, and what can be done with it."""
    person = _person(request, pk)
    context = {
        "person": person,
        "card": getattr(person, "card", None),
        "is_staff": service.is_staff(person),
    }
    return render(request, "champions/card.html", context)


@access(*STAFF, twin=AT_A_DESK)
@require_POST
def make(request: CentreRequest, pk: int) -> HttpResponse:
    """A first card, or a new one that makes the older useless."""
    person = _person(request, pk)
    if not service.is_staff(person):
        service.issue_card(person, by=request.user)
    return redirect("champions:card", centre=person.centre.slug, pk=person.pk)


@access(*STAFF, twin=AT_A_DESK)
@require_POST
def take_back(request: CentreRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    if hasattr(person, "card"):
        service.revoke_card(person.card, by=request.user)
    return redirect("champions:card", centre=person.centre.slug, pk=person.pk)


@access(*STAFF, twin=AT_A_DESK)
@never_cache
def paper(request: CentreRequest, pk: int) -> HttpResponse:
    """The card to print and fold: name, ten numbers, QR code, whom to call."""
    person = _person(request, pk)
    cards = PersonalCard.objects.of(person.centre).filter(revoked_at=None)
    card = get_object_or_404(cards, person=person)
    address = f"{settings.BASE_URL}/{person.language}/"
    context = {
        "person": person,
        "numbers": digits_for(CodePurpose.CARD, card.pk),
        "short_address": f"{address}accounts/card/".partition("://")[2],
        "qr": qr_svg(address + service.link_of_card(card), css_class=None),
    }
    return render(request, "champions/card_paper.html", context)


def _person(request: CentreRequest, pk: int) -> Person:
    """A champion of this centre whom this user sees; anybody else is unknown."""
    people = Person.objects.visible_to(request.user).of(request.visit.at_centre)
    champions = people.living().filter(champion__isnull=False)
    return get_object_or_404(champions.select_related("centre", "user"), pk=pk)
