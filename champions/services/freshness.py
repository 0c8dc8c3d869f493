"""When a cached public page of a centre is no longer true."""

from django.db.models import F

from champions.models import Centre


def raise_version(centre: Centre) -> None:
    """Have every cached page of the centre made anew; call it where the truth changes,
    in the same transaction."""
    Centre.objects.filter(pk=centre.pk).update(version=F("version") + 1)
