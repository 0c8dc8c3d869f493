"""A card that waits for somebody who stands at the desk: printed there, and given."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from champions.messages.hand_cards import STYLE, cards_html
from champions.messages.outbox import MessageMovedError
from champions.models import Message, Person
from champions.only_sent import only_sent
from champions.permissions import CentreRequest, access
from champions.services.handing_over import card_for, handed_over
from champions.services.views_log import note_view
from meetings.views.desk import DESK, TWIN, find_person


@never_cache
@access(*DESK, twin=TWIN)
def desk_card(request: CentreRequest, person_id: int) -> HttpResponse:
    """The one card, to print."""
    person = find_person(request, person_id)
    note_view(request, [person])
    html = cards_html([_card(person)], centre=person.centre, style=static(STYLE))
    return HttpResponse(html)


@access(*DESK, twin=TWIN)
@only_sent
def desk_card_given(request: CentreRequest, person_id: int) -> HttpResponse:
    """They hold it."""
    person = find_person(request, person_id)
    try:
        handed_over(_card(person), by=request.user)
        messages.success(request, _("It is handed over."))
    except (Http404, MessageMovedError):
        messages.info(
            request, _("Somebody else was faster. This is how it stands now.")
        )
    return redirect("meetings:desk_person", person.centre.slug, person.pk)


def _card(person: Person) -> Message:
    card = card_for(person)
    if card is None:
        raise Http404
    return card
