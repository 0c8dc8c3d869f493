"""The parts of a centre's town."""

from __future__ import annotations

from django.db import transaction

from champions.history import record
from champions.models import User
from champions.services.freshness import raise_version
from cms.models import Area


@transaction.atomic
def save_area(area: Area, *, by: User | None) -> Area:
    """Write down a part of town, or what it is called from now on."""
    raise_version(area.centre)
    area.make_findable()
    area.save()
    record(area, "cms.save_area", by=by)
    return area
