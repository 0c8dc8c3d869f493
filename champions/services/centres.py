"""What a centre says about itself after it was opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from champions.history import record
from champions.models import Centre, User
from champions.services.freshness import raise_version

NAMES = {"name", "name_fr"}
# Told of a new name, with the centre as it was: the rooms above have things that are
# called like it.
HEAR_OF_A_NAME: list[Callable[[Centre, Centre], None]] = []


@transaction.atomic
def change_centre(centre: Centre, *, by: User | None, **fields: Any) -> Centre:
    """Write the given fields, and no other; the same again is nothing new."""
    raise_version(centre)
    before = Centre.objects.select_for_update().get(pk=centre.pk)
    changed = sorted(name for name in fields if getattr(before, name) != fields[name])
    for name in changed:
        setattr(centre, name, fields[name])
    if changed:
        centre.clean_fields()
        centre.save(update_fields=changed)
        record(centre, "champions.change_centre", by=by, fields=changed)
    if NAMES & set(changed):
        for hears in HEAR_OF_A_NAME:
            hears(before, centre)
    return centre
