"""Where the numbers of a fridge card lead: said to the room below, which knows no address
of this one."""

from __future__ import annotations

from django.urls import reverse

from champions import links
from champions.models import TypedCode
from cms.services.fridge import PURPOSE, card_of_code
from meetings.services.codes import OPENED_ABOVE, Opener


def _address(code: TypedCode) -> str:
    if card_of_code(code) is None:
        return ""
    token = links.token(PURPOSE, code.thing_id, code.generation)
    return reverse("programmes:fridge_link", args=[token])


def _first_name(code: TypedCode) -> str:
    card = card_of_code(code)
    return card.person.first_name if card else ""


def _desk_address(code: TypedCode) -> str:
    card = card_of_code(code)
    if card is None:
        return ""
    where = [card.centre.slug, card.programme.slug]
    return f"{reverse('programmes:desk_programme', args=where)}?card={card.pk}"


def open_fridge_codes() -> None:
    """Called once, at start."""
    OPENED_ABOVE[PURPOSE] = Opener(_address, _first_name, _desk_address)
