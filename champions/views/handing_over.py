"""Cards to hand over, in the admin: who has one, print them, say “handed over”."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from champions.messages.hand_cards import STYLE, cards_html
from champions.messages.outbox import MessageMovedError
from champions.models import Centre, Message
from champions.permissions import CentreRequest, Who, access
from champions.services import handing_over as service
from champions.services.views_log import note_view
from champions.views.letters import TWIN, too_late
from champions.views.which_centre import ask_which

# Ten sheets of six.
ON_A_PAGE = 60


@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def which(request: HttpRequest) -> HttpResponse:
    return ask_which(request, to="cards:centre", heading=_("Cards to hand over"))


@never_cache
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def of_centre(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose cards wait, with the number that stands on each."""
    centre, page = _page(request, pk)
    cards = service.that_may_be_given(page)
    note_view(request, [card.person for card in cards])
    shown = {
        "heading": _("Cards to hand over"),
        "centre": centre,
        "page": page,
        "cards": cards,
    }
    return render(request, "champions/cards_to_hand_over/centre.html", shown)


@never_cache
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def print_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The cards of one page of the list, to print and cut out."""
    centre, page = _page(request, pk)
    cards = service.that_may_be_given(page)
    note_view(request, [card.person for card in cards])
    return HttpResponse(cards_html(cards, centre=centre, style=static(STYLE)))


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def handed_over(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast(CentreRequest, request).user
    card = get_object_or_404(Message.objects.visible_to(user), pk=pk)
    try:
        service.handed_over(card, by=user)
    except MessageMovedError:
        return too_late(request, "cards:index")
    messages.success(request, _("It is handed over."))
    return redirect("cards:centre", card.centre_id)


def _page(request: HttpRequest, pk: int) -> tuple[Centre, Page[Message]]:
    user = cast(CentreRequest, request).user
    centre = get_object_or_404(Centre.objects.led_by(user), pk=pk)
    cards = service.cards_waiting(user, centre)
    return centre, Paginator(cards, ON_A_PAGE).get_page(request.GET.get("p"))
