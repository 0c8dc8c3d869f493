"""The lines of an uploaded list are read and sorted, some hundred at a time, so that a
worker that dies loses at most one piece and nobody else waits for the database."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import TypeVar

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from champions.contacts.contact import Contact, Note
from champions.contacts.lists import ContactFile, open_list
from champions.contacts.matching import Register
from champions.contacts.refusals import RefusedListError
from champions.enums import LineOutcome, ListState
from champions.models import ContactLine, ContactList
from champions.services.list_sorting import (
    Numbered,
    Seen,
    remember_lines,
    remember_people,
    sort_lines,
    who,
)

# Few enough that nobody else waits a second for the database, busy as it may be.
PIECE = 250
# Between two pieces others may write.
PAUSE = 0.02
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
    with closing(storages["private"].open(contact_list.file_name)) as source:
        found = open_list(source, sheet=contact_list.sheet)
        numbered = found.contacts(
            region=contact_list.centre.country, after=_last_line(contact_list)
        )
        for piece in pieces(numbered, PIECE):
            if not _keep(contact_list, _sort(contact_list, piece)):
                return True
            if time.monotonic() > until:
                return False
            time.sleep(PAUSE)
        _finish(contact_list, found)
    return True


def pieces(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    left = iter(things)
    while piece := list(islice(left, size)):
        yield piece


def _last_line(contact_list: ContactList) -> int:
    return contact_list.lines.aggregate(last=Max("number"))["last"] or 0


@transaction.atomic
def _keep(contact_list: ContactList, lines: list[ContactLine]) -> bool:
    """Store one piece; false when somebody else reads, or dropped, this list."""
    done = contact_list.lines_done + len(lines)
    here = ContactList.objects.filter(
        pk=contact_list.pk,
        state=ListState.READING,
        lines_done=contact_list.lines_done,
    )
    if not here.update(lines_done=done, attempts=0, worked_at=timezone.now()):
        return False
    ContactLine.objects.bulk_create(lines)
    _mark_first_lines(contact_list, lines)
    contact_list.lines_done = done
    return True


def _sort(contact_list: ContactList, piece: list[Numbered]) -> list[ContactLine]:
    names = names_of(piece)
    register: Register[Seen] = Register()
    remember_people(register, contact_list.centre, names)
    remember_lines(register, contact_list.lines.all(), names)
    return sort_lines(contact_list, piece, register)


def names_of(piece: list[Numbered]) -> set[str]:
    """The folded names on these lines."""
    return {
        who(contact).name_key
        for _number, contact in piece
        if isinstance(contact, Contact)
    }


def _mark_first_lines(contact_list: ContactList, lines: list[ContactLine]) -> None:
    """Said on a repeat, do-not-contact holds for the person."""
    asked = {
        line.same_as
        for line in lines
        if line.same_as and Note.DO_NOT_CONTACT in line.notes.split()
    }
    first = contact_list.lines.filter(number__in=asked)
    for line in first.exclude(notes__contains=f" {Note.DO_NOT_CONTACT} "):
        line.notes = f"{line.notes or ' '}{Note.DO_NOT_CONTACT} "
        line.save(update_fields=["notes"])


@transaction.atomic
def _finish(contact_list: ContactList, found: ContactFile) -> None:
    read = ContactList.objects.filter(pk=contact_list.pk, state=ListState.READING)
    headings = {"ignored": list(found.headings.ignored)}
    if read.update(
        state=ListState.READ,
        counts=count_lines(contact_list),
        headings=headings,
        file_name="",
        worked_at=timezone.now(),
    ):
        _forget_file(contact_list)


@transaction.atomic
def _refuse(contact_list: ContactList, reason: str) -> None:
    read = ContactList.objects.filter(pk=contact_list.pk, state=ListState.READING)
    if read.update(state=ListState.REFUSED, refusal=reason, file_name=""):
        contact_list.lines.all().delete()
        _forget_file(contact_list)


def _forget_file(contact_list: ContactList) -> None:
    name = contact_list.file_name
    transaction.on_commit(lambda: storages["private"].delete(name))


def count_lines(contact_list: ContactList) -> dict[str, int]:
    """Lines by what becomes of them ("new"), and by each note ("new:email_dropped")."""
    counts = {outcome.value: 0 for outcome in LineOutcome}
    rows = contact_list.lines.values_list("outcome", "reason", "notes")
    for outcome, reason, notes, lines in rows.annotate(n=Count("pk")).order_by():
        counts[outcome] += lines
        for note in (*notes.split(), *reason.split()):
            key = f"{outcome}:{note}"
            counts[key] = counts.get(key, 0) + lines
    return counts
