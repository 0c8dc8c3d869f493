"""An idea that is half written: kept for its author alone, until it is shared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from champions.models import Person
from ideas.models import Draft

# As long as each may be on an idea.
LENGTHS = {"what": 140, "why": 2000, "brings": 600, "wants": 200}
WORDS = tuple(LENGTHS)
KEPT_FOR = timedelta(days=30)


def draft_of(person: Person | None) -> Draft | None:
    drafts = Draft.objects.filter(person=person, kept_at__gte=_oldest())
    return drafts.first() if person else None


def keep_draft(person: Person, said: Mapping[str, str]) -> None:
    """Keep what stands in the form, as far as it fits; nothing at all is no draft."""
    words = {name: said.get(name, "").strip()[:most] for name, most in LENGTHS.items()}
    if not any(words.values()):
        forget_draft(person)
        return
    kept = {"centre": person.centre, "kept_at": timezone.now()}
    Draft.objects.update_or_create(person=person, defaults=words | kept)


def forget_draft(person: Person) -> None:
    Draft.objects.filter(person=person).delete()


def forget_old_drafts() -> None:
    """What nobody came back to within 30 days."""
    Draft.objects.filter(kept_at__lt=_oldest()).delete()


def _oldest() -> datetime:
    return timezone.now() - KEPT_FOR
