"""Whether what a page says is still true: checked by a date that took place, by
somebody's word once a quarter, or by a call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from wagtail.models import ModelLogEntry

from champions.services.freshness import raise_version
from cms.models import Programme
from meetings.enums import MeetingState
from meetings.services.rhythms import today_at

# After so many days the page asks neighbours to call first, and staff to look.
CHECK_DAYS = 130


@dataclass(frozen=True)
class Truth:
    """When it was last checked, on the centre's calendar; None is never."""

    day: date | None
    is_old: bool = False


def truth_of(programme: Programme) -> Truth:
    day = programme.checked_on
    if day is None:
        return Truth(None)
    oldest = today_at(programme.centre) - timedelta(days=CHECK_DAYS)
    return Truth(day, is_old=day < oldest)


def renew_by_dates_held() -> int:
    """By night: a date at which somebody ticked who came says that all is true; how many
    programmes were renewed."""
    held = Q(sessions__meeting__state=MeetingState.HELD)
    programmes = Programme.objects.annotate(
        held_on=Max("sessions__meeting__on", filter=held)
    ).filter(Q(checked_on=None) | Q(checked_on__lt=F("held_on")), held_on__isnull=False)
    return sum(_renew(programme) for programme in programmes.select_related("centre"))


@transaction.atomic
def _renew(programme) -> int:
    """A later word of somebody stands."""
    raise_version(programme.centre)
    older = Q(checked_on=None) | Q(checked_on__lt=programme.held_on)
    return Programme.objects.filter(older, pk=programme.pk).update(
        checked_on=programme.held_on, checked_by=None, updated_at=timezone.now()
    )


def rests_since(programme: Programme) -> date | None:
    """The day on which it began its break, or came to its end."""
    moved = ModelLogEntry.objects.filter(
        content_type__app_label="cms",
        content_type__model="programme",
        object_id=str(programme.pk),
        action=f"cms.programme_{programme.state}",
    )
    at = moved.order_by("-timestamp").values_list("timestamp", flat=True).first()
    return at.astimezone(programme.centre.tzinfo).date() if at else None
