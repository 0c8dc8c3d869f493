"""Who writes first: requests that look before they write take turns."""

from __future__ import annotations

from champions.models import Centre


def take_turn(centre: Centre) -> None:
    """Until the transaction around it ends, nobody else gets a turn at this centre: what
    the first of two equal forms wrote is found by the second. Rows that only point to
    the centre are not kept waiting."""
    Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
