"""When a cached public page of a centre is no longer true."""

from django.db.models import F

from champions.models import Centre


def raise_version(centre: Centre) -> None:
    """Have every kept page of the centre made anew; call it where the truth changes, in
    the same transaction, before other rows are locked: it is the row by which turns are
    taken (`turns.py`), so that no two wait for each other."""
    Centre.objects.filter(pk=centre.pk).update(version=F("version") + 1)


def raise_all_versions() -> None:
    """The same for the pages of all centres: what belongs to the network changed."""
    Centre.objects.update(version=F("version") + 1)
