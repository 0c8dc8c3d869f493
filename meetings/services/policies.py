"""A centre's own limits for how often its groups meet."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from champions.history import record
from champions.models import Centre, User
from meetings.models import RhythmPolicy


@transaction.atomic
def set_policy(centre: Centre, *, limits: Mapping[str, int], by: User) -> RhythmPolicy:
    """Keep the limits, in days, by the names of their fields; they hold for every date
    booked from now on, and each group sees them. The same again changes nothing."""
    policy, _new = RhythmPolicy.objects.get_or_create(centre=centre)
    before = {name: getattr(policy, name) for name in limits}
    changed = {name: days for name, days in limits.items() if before[name] != days}
    if changed:
        rows = RhythmPolicy.objects.filter(pk=policy.pk)
        rows.update(**changed, changed_at=timezone.now())
        was = {name: before[name] for name in changed}
        record(policy, "meetings.set_policy", by=by, was=was, now=changed)
        policy.refresh_from_db()
    return policy
