"""An import is taken back: who is on the centre's list only because of it leaves again,
some hundred in a transaction; a worker that dies is followed by one that goes on."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from champions import many_rows
from champions.contacts.contact import Note
from champions.enums import LineOutcome, ListState, StayReason
from champions.history import record, record_many
from champions.models import Centre, ContactLine, ContactList, Pair, Person, User
from champions.services.list_bells import ListMovedError, ring_for
from champions.services.list_reading import PAUSE
from champions.services.list_sorting import Row
from champions.services.who_stays import with_reason

# So long what an import changed in known people is remembered.
UNDONE_WITHIN = timedelta(days=30)
PIECE = 250
# Under this name the counts of a list say what became of it when it was taken back.
TAKEN_BACK = "taken_back"
TAKEN = (ListState.UNDOING, ListState.UNDONE)


@dataclass(frozen=True)
class Undoing:
    """What taking an import back does, or did, in numbers of people."""

    leave: int
    unmarked: int
    stay: dict[str, int]

    @property
    def staying(self) -> int:
        return sum(self.stay.values())

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why somebody stays, in words, and how many; only what there is."""
        return [
            (str(reason.label), self.stay[reason.value])
            for reason in StayReason
            if self.stay.get(reason.value)
        ]


def why_not(contact_list: ContactList) -> str:
    """Why this import cannot be taken back, in words for who asked; empty if it can."""
    if contact_list.state == ListState.IMPORTING:
        return _("People are still being added. Wait for the end, then take it back.")
    if contact_list.state in TAKEN:
        return _("Somebody else was faster. This is how it stands now.")
    if contact_list.state != ListState.IMPORTED:
        return _("Nobody was added by this list.")
    if not _may_be_undone(contact_list).exists():
        return _("An import can be taken back for thirty days. This one is older.")
    return ""


def _may_be_undone(contact_list: ContactList) -> QuerySet[ContactList]:
    return ContactList.objects.filter(
        pk=contact_list.pk,
        state=ListState.IMPORTED,
        imported_at__gt=timezone.now() - UNDONE_WITHIN,
    )


def foresee(contact_list: ContactList) -> Undoing:
    """What would happen now."""
    added = _added(contact_list).values("person")
    people = with_reason(contact_list).filter(pk__in=added).order_by()
    counted = people.values_list("stays").annotate(n=Count("pk"))
    stay: dict[str, int] = dict(counted)
    marked = _still_marked(contact_list).values("person").distinct()
    return Undoing(stay.pop("", 0), marked.count(), stay)


def what_happened(contact_list: ContactList) -> Undoing:
    """What did, so far; empty for a list that was not taken back."""
    return Undoing(
        **{"leave": 0, "unmarked": 0, "stay": {}}
        | contact_list.counts.get(TAKEN_BACK, {})
    )


@transaction.atomic
def start_undo(
    contact_list: ContactList, *, by: User | None, in_background: bool = True
) -> None:
    """Have the import taken back. Raises ListMovedError when it is being, or was, or
    cannot be any more (see `why_not`)."""
    begun = _may_be_undone(contact_list).update(
        state=ListState.UNDOING, lines_done=0, attempts=0, worked_at=timezone.now()
    )
    if not begun:
        raise ListMovedError
    contact_list.refresh_from_db()
    record(contact_list, "champions.undo_list", by=by)
    if in_background:
        ring_for(contact_list)


def undo_lines(contact_list: ContactList, *, seconds: float) -> bool:
    """Go on where it stopped, for so many seconds; true when nothing is left."""
    until = time.monotonic() + seconds
    while _undo_piece(contact_list):
        if time.monotonic() > until:
            return False
        time.sleep(PAUSE)
    return True


@transaction.atomic
def _undo_piece(contact_list: ContactList) -> bool:
    """One piece, its counts and its place in the list are written together, or not at
    all; false when nothing is left to do."""
    lists = ContactList.objects.select_for_update(of=("self",))
    held = lists.filter(pk=contact_list.pk, state=ListState.UNDOING).first()
    if held is None:
        return False
    done = held.lines_done
    used = held.lines.values("id", "outcome", "person_id")
    here = used[done : done + PIECE]
    lines: list[Row] = [*map(dict, here)]
    if not lines:
        return _finish(held)
    _undo(held, lines)
    held.lines_done += len(lines)
    held.attempts, held.worked_at = 0, timezone.now()
    held.save(update_fields=["lines_done", "attempts", "worked_at", "counts"])
    return True


def _undo(held: ContactList, lines: list[Row]) -> None:
    # Another list of the centre that is imported now must see who is left.
    Centre.objects.select_for_update(no_key=True).get(pk=held.centre_id)
    ids = [line["id"] for line in lines]
    unmarked = _lift_marks(held, ids)
    added = [line["person_id"] for line in lines if line["outcome"] == LineOutcome.NEW]
    stays = _why_they_stay(held, added)
    leavers = [pk for pk, reason in stays.items() if not reason]
    _let_go(held, leavers)
    known = held.lines.filter(pk__in=ids, outcome=LineOutcome.KNOWN)
    known.update(person=None, marked_at=None)
    _count(held, leavers, [*filter(None, stays.values())], unmarked)


def _why_they_stay(held: ContactList, added: list[int | None]) -> dict[int, str]:
    """Asked while they are locked: who invites one of them waits, or was waited for."""
    pks = _lock(held, filter(None, added))
    rows = with_reason(held).filter(pk__in=pks).order_by()
    return dict(rows.values_list("pk", "stays"))


def _lock(held: ContactList, people: Iterable[int] | QuerySet[Any]) -> list[int]:
    found = Person.objects.of(held.centre).filter(pk__in=people).order_by("pk")
    return list(found.select_for_update().values_list("pk", flat=True))


def _let_go(held: ContactList, leavers: list[int]) -> None:
    held.lines.filter(person__in=leavers).update(person=None)
    Pair.objects.filter(Q(one__in=leavers) | Q(other__in=leavers)).delete()
    many_rows.delete(Person, leavers)


def _lift_marks(held: ContactList, ids: list[int]) -> int:
    """Known people whom this list marked may be written to again, unless somebody has
    marked them anew; how many. Asked once they are locked: who presses stop at this
    moment waits, or was waited for."""
    here = held.lines.filter(pk__in=ids)
    _lock(held, here.exclude(marked_at=None).values("person"))
    _hand_on_marks(held, ids)
    marked = _still_marked(held).filter(pk__in=ids).values("person")
    people = list(Person.objects.of(held.centre).filter(pk__in=marked))
    again = Person.objects.filter(pk__in=[person.pk for person in people])
    again.update(do_not_contact_at=None, updated_at=timezone.now())
    record_many(people, "champions.mark_taken_back", by=None)
    return len(people)


def _hand_on_marks(held: ContactList, ids: list[int]) -> None:
    """What another list says too is that list's from now on, and goes with it."""
    marked = _as_written(held).filter(pk__in=ids).values("person")
    too = _says_never_too(held).filter(outcome=LineOutcome.KNOWN, person__in=marked)
    mark = Person.objects.filter(pk=OuterRef("person")).values("do_not_contact_at")
    too.update(marked_at=Subquery(mark))


def _count(
    held: ContactList, leavers: list[int], staying: list[str], unmarked: int
) -> None:
    so_far = what_happened(held)
    stay = {
        reason: so_far.stay.get(reason, 0) + staying.count(reason)
        for reason in {*so_far.stay, *staying}
    }
    held.counts[TAKEN_BACK] = {
        "leave": so_far.leave + len(leavers),
        "unmarked": so_far.unmarked + unmarked,
        "stay": stay,
    }


def _finish(held: ContactList) -> bool:
    held.state, held.undone_at = ListState.UNDONE, timezone.now()
    held.save(update_fields=["state", "undone_at"])
    people = what_happened(held).leave
    record(held, "champions.list_undone", by=None, people=people)
    return False


def _added(contact_list: ContactList) -> QuerySet[ContactLine]:
    return contact_list.lines.filter(outcome=LineOutcome.NEW, person__isnull=False)


def _still_marked(contact_list: ContactList) -> QuerySet[ContactLine]:
    """Lines whose mark still stands as they wrote it, and which alone say so."""
    too = _says_never_too(contact_list).filter(person=OuterRef("person"))
    return _as_written(contact_list).exclude(Exists(too))


def _as_written(contact_list: ContactList) -> QuerySet[ContactLine]:
    return contact_list.lines.filter(
        outcome=LineOutcome.KNOWN, person__do_not_contact_at=F("marked_at")
    ).order_by()


def _says_never_too(contact_list: ContactList) -> QuerySet[ContactLine]:
    """Lines of imports that stand and have said so since the mark was made. Who was not
    marked then had asked to hear from us again: what lists said before is over."""
    lines = ContactLine.objects.of(contact_list.centre).filter(
        notes__contains=f" {Note.DO_NOT_CONTACT} ",
        imported_at__gte=F("person__do_not_contact_at"),
    )
    others = lines.exclude(contact_list=contact_list)
    return others.exclude(contact_list__state__in=TAKEN)


def forget_marks() -> None:
    """What an import changed is forgotten once it cannot be taken back any more."""
    old = timezone.now() - UNDONE_WITHIN
    lines = ContactLine.objects.filter(imported_at__lt=old)
    lines.exclude(marked_at=None).update(marked_at=None)
