"""Somebody asks that we wipe what we hold about them: staff are told, once a day at most,
and talk with them first."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from champions.enums import Role
from champions.history import record
from champions.messages.outbox import tell
from champions.models import Person, StaffRole, User

ASKED = "cms.ask_erasure"


@transaction.atomic
def ask_for_erasure(person: Person, *, by: User | None) -> None:
    """Asking again on the same day is asking once."""
    if _asked_since(person, timezone.now() - timedelta(days=1)):
        return
    record(person, ASKED, by=by)
    today = timezone.localdate(timezone=person.centre.tzinfo)
    concerned = StaffRole.objects.of(person.centre).filter(
        role__in=[Role.PRIVACY, Role.LEAD]
    )
    colleagues = Person.objects.of(person.centre).living()
    for colleague in colleagues.filter(user__in=concerned.values("user")):
        tell(
            colleague,
            "cms/erasure_asked",
            event=f"erasure:{person.pk}:{today.isoformat()}",
            context={"asker": person.pk},
            topics=[f"person:{person.pk}"],
        )


def has_asked(person: Person) -> bool:
    return _asked_since(person, person.created_at)


def _asked_since(person: Person, moment) -> bool:
    return ModelLogEntry.objects.filter(
        action=ASKED,
        object_id=str(person.pk),
        content_type__app_label="champions",
        content_type__model="person",
        timestamp__gte=moment,
    ).exists()
