"""The lines of an uploaded list are read and sorted, some hundred at a time, so that a
worker that dies loses at most one piece and nobody else waits for the database."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice, starmap
from typing import IO, TypeVar

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from champions import many_rows
from champions.contacts.contact import Note
from champions.contacts.headings import from_kept
from champions.contacts.lists import ContactFile, open_again
from champions.contacts.matching import Register
from champions.contacts.refusals import RefusedListError
from champions.enums import LineOutcome, ListState
from champions.models import ContactLine, ContactList
from champions.services.list_sorting import (
    Read,
    Row,
    Seen,
    read,
    remember_lines,
    remember_people,
    sort_lines,
)

# Few enough that nobody else waits a second for the database, busy as it may be.
PIECE = 1000
# Between two pieces others may write.
PAUSE = 0.01
Thing = TypeVar("Thing")


def read_lines(contact_list: ContactList, *, seconds: float) -> bool:
    """Read on where reading stopped, for so many seconds; true when nothing is left.

    A list that turns out not to be readable is refused with the reason, in the
    language of whoever uploaded it.
    """
    until = time.monotonic() + seconds
    with translation.override(contact_list.language):
        try:
            return _read_until(contact_list, until)
        except FileNotFoundError:
            _refuse(contact_list, _("The file is gone. Please upload it again."))
        except RefusedListError as refused:
            _refuse(contact_list, refused.reason)
    return True


def _read_until(contact_list: ContactList, until: float) -> bool:
    if not contact_list.file_name:  # somebody was wiped, and it could name them
        raise FileNotFoundError
    with closing(storages["private"].open(contact_list.file_name)) as source:
        found = _open(contact_list, source)
        while _forget_older(contact_list):
            pass
        numbered = found.contacts(
            region=contact_list.centre.country, after=_last_line(contact_list)
        )
        for piece in pieces(starmap(read, numbered), PIECE):
            if not _keep(contact_list, _sort(contact_list, piece), found.filled):
                return True
            if time.monotonic() > until:
                return False
            time.sleep(PAUSE)
        _finish(contact_list)
    return True


def _open(contact_list: ContactList, source: IO[bytes]) -> ContactFile:
    """The file by what its columns mean, going on with how often each says something."""
    kept = contact_list.headings
    found = open_again(source, sheet=contact_list.sheet, headings=from_kept(kept))
    if contact_list.lines_done:
        found.filled[:] = kept["filled"]
    return found


def forget_lines(contact_list: ContactList) -> None:
    """In pieces: nobody waits while a long list goes."""
    lines = contact_list.lines.order_by()
    while some := list(lines.values_list("pk", flat=True)[:PIECE]):
        lines.filter(pk__in=some).delete()


def pieces(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    left = iter(things)
    while piece := list(islice(left, size)):
        yield piece


def _last_line(contact_list: ContactList) -> int:
    return contact_list.lines.aggregate(last=Max("number"))["last"] or 0


@transaction.atomic
def _keep(contact_list: ContactList, lines: list[Row], filled: list[int]) -> bool:
    """Store one piece; false when somebody else reads, or dropped, this list."""
    done = contact_list.lines_done + len(lines)
    headings = contact_list.headings | {"filled": [*filled]}
    here = _still_read(contact_list).filter(lines_done=contact_list.lines_done)
    if not here.update(
        lines_done=done, headings=headings, attempts=0, worked_at=timezone.now()
    ):
        return False
    contact_list.headings = headings
    place = {"contact_list": contact_list.pk, "centre": contact_list.centre_id}
    many_rows.insert(ContactLine, lines, **place)
    _mark_first_lines(contact_list, lines)
    contact_list.lines_done = done
    return True


def _sort(contact_list: ContactList, piece: list[Read]) -> list[Row]:
    register: Register[Seen] = Register()
    wanted = [line.who for line in piece if line.who]
    remember_people(register, contact_list.centre, wanted)
    remember_lines(register, contact_list.lines.all(), wanted)
    return sort_lines(piece, register)


def _mark_first_lines(contact_list: ContactList, lines: list[Row]) -> None:
    """Said on a repeat, do-not-contact holds for the person."""
    asked = {
        line["same_as"]
        for line in lines
        if line["same_as"] and Note.DO_NOT_CONTACT in line["notes"].split()
    }
    if not asked:
        return
    first = contact_list.lines.filter(number__in=asked)
    for line in first.exclude(notes__contains=f" {Note.DO_NOT_CONTACT} "):
        line.notes = f"{line.notes or ' '}{Note.DO_NOT_CONTACT} "
        line.save(update_fields=["notes"])


@transaction.atomic
def _forget_older(contact_list: ContactList) -> bool:
    """A piece of what an earlier reading left, while this one has not begun."""
    begun = _still_read(contact_list).filter(lines_done=0).select_for_update()
    if not begun.values_list("pk"):
        return False
    older = contact_list.lines.order_by().values_list("pk", flat=True)[:PIECE]
    return bool(contact_list.lines.filter(pk__in=list(older)).delete()[0])


def _still_read(contact_list: ContactList) -> QuerySet[ContactList]:
    """Unless it was dropped meanwhile, or its columns were said anew."""
    lists = ContactList.objects.filter(pk=contact_list.pk, state=ListState.READING)
    return lists.filter(reading=contact_list.reading)


def _finish(contact_list: ContactList) -> None:
    """Counted before anybody has to wait for it: nobody else changes these lines."""
    counts = count_lines(contact_list, imported=False)
    _still_read(contact_list).update(
        state=ListState.READ, counts=counts, worked_at=timezone.now()
    )


def _refuse(contact_list: ContactList, reason: str) -> None:
    with transaction.atomic():
        if not _still_read(contact_list).update(
            state=ListState.REFUSED, refusal=reason, file_name=""
        ):
            return
        _forget_file(contact_list)
    forget_lines(contact_list)


def _forget_file(contact_list: ContactList) -> None:
    name = contact_list.file_name
    transaction.on_commit(lambda: storages["private"].delete(name))


def count_lines(contact_list: ContactList, *, imported: bool) -> dict[str, int]:
    """Lines by what becomes of them ("new"), and by each note ("new:email_dropped");
    at how many addresses the new people live, and how many of them have none."""
    counts = {outcome.value: 0 for outcome in LineOutcome}
    rows = contact_list.lines.values_list("outcome", "reason", "notes")
    for outcome, reason, notes, lines in rows.annotate(n=Count("pk")).order_by():
        counts[outcome] += lines
        for note in (*notes.split(), *reason.split()):
            key = f"{outcome}:{note}"
            counts[key] = counts.get(key, 0) + lines
    # The addresses stand on the lines until people are made of them.
    address = "person__address_key" if imported else "address_key"
    return counts | _households(contact_list, address)


def _households(contact_list: ContactList, address: str) -> dict[str, int]:
    new = contact_list.lines.filter(outcome=LineOutcome.NEW).order_by()
    addresses = new.exclude(**{address: ""}).values(address).distinct().count()
    return {"households": addresses, "no_address": new.filter(**{address: ""}).count()}
