"""What a get-together leaves behind: notes that nobody overwrites, things to talk about
and their order, and who leads the talk. Anybody of the group writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from champions.history import record
from champions.models import Person, User
from meetings.agenda_order import in_order, put
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


@transaction.atomic
def put_on_agenda(
    meeting: Meeting,
    key: str,
    *,
    beside: str,
    before: bool,
    keys: Sequence[str],
    by: User,
) -> None:
    """Talk about one thing before or after another; `keys` are all of the agenda as it
    comes by itself. Two who order at once both count; done twice it is the same."""
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    now = in_order(keys, row.agenda_order)
    wanted = put(now, key, beside=beside, before=before)
    if wanted != now:
        Meeting.objects.filter(pk=row.pk).update(agenda_order=wanted)
        record(meeting, "meetings.agenda_order", by=by)
    meeting.agenda_order = wanted


@transaction.atomic
def take_off_agenda(item: AgendaItem, *, by: User) -> None:
    """It need not be talked about after all; taking it off twice changes nothing."""
    meeting = item.meeting
    gone, _rows = AgendaItem.objects.filter(pk=item.pk).delete()
    if gone:
        record(meeting, "meetings.agenda_off", by=by)


@transaction.atomic
def choose_chair(
    meeting: Meeting, *, chair: Person | None, was: int | None, by: User
) -> bool:
    """Say who leads the talk: a champion or somebody of staff. Whether it was written;
    not when somebody chose otherwise since `was`, an id, was read."""
    rows = Meeting.objects.filter(pk=meeting.pk, chair=was)
    changed = bool(rows.update(chair=chair))
    meeting.refresh_from_db(fields=["chair"])
    if changed and was != (chair.pk if chair else None):
        record(meeting, "meetings.chair", by=by)
    return changed or meeting.chair == chair
