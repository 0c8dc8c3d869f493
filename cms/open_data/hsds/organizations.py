"""Whose services they are: the centres."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from champions.messages.ways import is_address
from champions.models import Centre
from cms.open_data.hsds.parts import filled, part_id, phone
from cms.open_data.hsds.places import address


def organization(centre: Centre) -> dict:
    """What is known of a centre itself."""
    language = centre.usual_language
    with translation.override(language):
        name = centre.name_in(language)
        other = {centre.name, centre.name_fr} - {name, ""}
        return filled(
            id=str(centre.uuid),
            name=name,
            alternate_name=next(iter(other), ""),
            description=_(
                "A community health centre whose neighbours run what they enjoy."
            ),
            email=centre.email if is_address(centre.email) else "",
            website=f"{settings.BASE_URL}/{language}/{centre.slug}/",
        )


def whole_organization(centre: Centre, services: list[dict]) -> dict:
    """With its telephone, where it is, and its services."""
    return organization(centre) | filled(
        phones=[phone(centre, centre.uuid)],
        locations=_house(centre),
        services=services,
    )


def _house(centre: Centre) -> list[dict]:
    if not centre.address:
        return []
    return [
        {
            "id": part_id(centre.uuid, "location"),
            "location_type": "physical",
            "name": centre.name_in(centre.usual_language),
            "addresses": [address(centre, centre.uuid, centre.address)],
        }
    ]
