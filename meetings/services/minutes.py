"""What a get-together leaves behind: notes that nobody overwrites, and things to talk
about. Anybody of the group writes them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from champions.history import record
from champions.models import Person, User
from meetings.models import AgendaItem, Meeting


@dataclass(frozen=True)
class Kept:
    """Whether the notes were kept; if not, what somebody else kept meanwhile, and the
    version to write on from."""

    is_kept: bool
    theirs: str
    version: int


@transaction.atomic
def keep_notes(
    meeting: Meeting, *, notes: str, version: int, person: Person | None, by: User
) -> Kept:
    """Keep the notes, if nobody kept others since `version` was read; else nothing is
    written, and both texts are shown to the second writer."""
    rows = Meeting.objects.filter(pk=meeting.pk, notes_version=version)
    changed = rows.update(
        notes=notes, notes_by=person, notes_version=F("notes_version") + 1
    )
    meeting.refresh_from_db(fields=["notes", "notes_by", "notes_version"])
    if changed:
        record(meeting, "meetings.notes", by=by)
    return Kept(bool(changed), meeting.notes, meeting.notes_version)


@transaction.atomic
def add_agenda_item(
    meeting: Meeting, *, words: str, person: Person | None, by: User
) -> AgendaItem:
    """Something to talk about; the same words twice stand there once."""
    item, new = AgendaItem.objects.get_or_create(
        meeting=meeting,
        words=words.strip(),
        defaults={"centre": meeting.centre, "person": person},
    )
    if new:
        record(meeting, "meetings.agenda", by=by, item=item.pk)
    return item
