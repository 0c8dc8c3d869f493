"""How often something was done from one source in an hour, for pages that anybody may
send. Nobody is refused for longer than that hour, and the page says whom to call."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from champions import links
from champions.models import CodeTry
from champions.services.codes import source_of

# A waiting room shares one address; a machine sends more than that.
MOST_AN_HOUR = 30


def is_one_too_many(what: str, request: HttpRequest) -> bool:
    """Count this time, and say whether its source did it too often in this hour."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    source = links.source_hash(f"{what} {source_of(request)}")
    with transaction.atomic():
        row, _is_new = CodeTry.objects.get_or_create(source=source, hour=hour)
        CodeTry.objects.filter(pk=row.pk).update(count=F("count") + 1)
        row.refresh_from_db()
    return row.count > MOST_AN_HOUR
