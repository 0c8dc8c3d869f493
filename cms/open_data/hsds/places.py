"""Where a service is: its place as people look for it, with how one gets in."""

from __future__ import annotations

from uuid import UUID

from champions.models import Centre
from cms.enums import Access, Attending
from cms.models import Programme
from cms.open_data.hsds.parts import filled, part_id


def at_location_id(programme_uuid: UUID) -> str:
    """Of the tie between a service and its place."""
    return part_id(programme_uuid, "service at location")


def at_location(programme: Programme) -> dict:
    place = location(programme)
    return {
        "id": at_location_id(programme.uuid),
        "service_id": str(programme.uuid),
        "location_id": place["id"],
        "description": programme.place,
        "location": place,
    }


def location(programme: Programme) -> dict:
    """Each programme has its own, for it says how one gets in to this programme there."""
    centre = programme.centre
    pk = part_id(programme.uuid, f"location {programme.place}")
    online = programme.attending == Attending.ONLINE
    return filled(
        id=pk,
        organization_id=str(centre.uuid),
        location_type="virtual" if online else "physical",
        name=programme.place,
        description=programme.directions,
        transportation=programme.directions,
        addresses=[] if online else [address(centre, UUID(pk), programme.place)],
        accessibility=[_way_in(programme, need) for need in programme.access],
    )


def address(centre: Centre, of: UUID, words: str) -> dict:
    """Kept as people say it; the parts that we do not know apart stay empty."""
    return {
        "id": part_id(of, "address"),
        "address_1": ", ".join(words.splitlines()),
        "city": "",
        "state_province": centre.region.partition("-")[2],
        "postal_code": "",
        "country": centre.country,
        "address_type": "physical",
    }


def _way_in(programme: Programme, need: str) -> dict:
    return {
        "id": part_id(programme.uuid, f"access {need}"),
        "description": str(Access(need).label),
    }
