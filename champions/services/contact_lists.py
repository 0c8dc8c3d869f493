"""A contact list on its way: received, looked at, imported, or dropped.

Reading its lines and making people of them is slow and lives beside this, in
`list_reading` and `list_importing`; the worker does both in small pieces.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from champions.contacts.cleaning import tidy
from champions.contacts.forbidden import reason_against
from champions.contacts.headings import Meanings
from champions.contacts.lists import ContactFile, check_lines, open_list
from champions.contacts.refusals import UnclearListError
from champions.enums import Language, ListState
from champions.history import record
from champions.models import Centre, ContactList, User
from champions.services.list_bells import ListMovedError, ring_for
from champions.services.list_columns import OPEN, kept_headings, remembered
from champions.services.list_reading import forget_lines

# A list that nobody imported is forgotten after so long.
KEPT = timedelta(days=7)
MOST_ATTEMPTS = 3
# Work that stood still for so long has lost its worker.
STANDSTILL = timedelta(minutes=1)
AT_WORK = (ListState.READING, ListState.IMPORTING, ListState.UNDOING)


def receive_upload(
    centre: Centre,
    file: File[bytes],
    *,
    by: User | None,
    sheet: str = "",
    in_background: bool = True,
) -> ContactList:
    """Take a list in and have its lines read, by the worker or else by the caller; or
    have it wait until somebody says what its columns mean. Nobody is added yet.

    Raises RefusedListError for a list that must not or cannot be taken; nothing of
    such a list is kept. Who calls it to read the list at once cannot be asked: then an
    unclear one is refused too (UnclearListError).
    """
    found = _look_at(file, sheet=sheet, meanings=remembered(centre))
    if isinstance(found, UnclearListError) and not in_background:
        raise found
    file.seek(0)
    kept = storages["private"].save(f"contact-lists/{uuid.uuid4().hex}", file)
    try:
        with transaction.atomic():
            contact_list = _enter(centre, found, by=by, file=file, kept=kept)
            if in_background and contact_list.state == ListState.READING:
                ring_for(contact_list)
    except BaseException:
        storages["private"].delete(kept)
        raise
    return contact_list


def _look_at(
    file: File[bytes], *, sheet: str, meanings: Meanings
) -> ContactFile | UnclearListError:
    """The list, or the question about it; both of them were read to their end."""
    try:
        found = open_list(file, sheet=sheet, meanings=meanings)
    except UnclearListError as unclear:
        if unclear.file:
            check_lines(unclear.file)
        return unclear
    check_lines(found)
    return found


def _enter(
    centre: Centre,
    found: ContactFile | UnclearListError,
    *,
    by: User | None,
    file: File[bytes],
    kept: str,
) -> ContactList:
    unclear = isinstance(found, UnclearListError)
    of = found.file if isinstance(found, UnclearListError) else found
    contact_list = ContactList.objects.create(
        centre=centre,
        name=shown_name(file),
        file_name=kept,
        sheet=of.sheet.name if of else "",
        state=ListState.ASKING if unclear else ListState.READING,
        headings=kept_headings(found),
        language=(get_language() or Language.ENGLISH)[:2],
        uploaded_by=by,
    )
    record(contact_list, "champions.upload_list", by=by)
    return contact_list


def shown_name(file: File[bytes]) -> str:
    """The file's name as it may be kept: without its folder, and without any word
    about health ("diabetes.csv" would say it of everybody in it)."""
    path = PurePath(tidy((file.name or "").replace("\\", "/")))
    if not path.stem or reason_against(path.stem):
        return f"list{path.suffix}"[:120]
    return path.name[-120:]


@transaction.atomic
def start_import(
    contact_list: ContactList, *, by: User | None, in_background: bool = True
) -> None:
    """Make people of the new lines; the file is not needed any more. Raises
    ListMovedError when that was begun, or the list was dropped, meanwhile."""
    to = ListState.IMPORTING
    _move(contact_list, ListState.READ, to=to, lines_done=0, attempts=0)
    record(contact_list, "champions.import_list", by=by)
    if in_background:
        ring_for(contact_list)


def drop_list(contact_list: ContactList, *, by: User | None) -> None:
    """Nobody of this list is added; its file and what was read of it are deleted."""
    with transaction.atomic():
        _move(contact_list, *OPEN, to=ListState.DROPPED)
        record(contact_list, "champions.drop_list", by=by)
    forget_lines(contact_list)


@transaction.atomic
def try_again(contact_list: ContactList) -> None:
    """Go on where the work stopped after several attempts."""
    stopped = ContactList.objects.filter(
        pk=contact_list.pk, state__in=AT_WORK, attempts__gte=MOST_ATTEMPTS
    )
    if stopped.update(attempts=0, worked_at=timezone.now()):
        ring_for(contact_list)


def _move(
    contact_list: ContactList, *states: ListState, to: ListState, **fields: Any
) -> None:
    """From where its columns could still be corrected to where they cannot."""
    waiting = ContactList.objects.filter(pk=contact_list.pk, state__in=states)
    kept = contact_list.file_name
    now = timezone.now()
    if not waiting.update(state=to, worked_at=now, file_name="", **fields):
        raise ListMovedError
    if kept:
        transaction.on_commit(lambda: storages["private"].delete(kept))
    contact_list.refresh_from_db()


def forget_kept_files(centre: Centre) -> None:
    """Somebody is wiped: no file may go on naming them. What was read stays; what was
    not is to be uploaded again."""
    for contact_list in ContactList.objects.of(centre).exclude(file_name=""):
        kept = contact_list.file_name
        here = ContactList.objects.filter(pk=contact_list.pk)
        here.filter(state=ListState.ASKING).update(state=ListState.DROPPED)
        here.update(file_name="")
        transaction.on_commit(partial(storages["private"].delete, kept))


def lists_at_a_standstill() -> list[ContactList]:
    """Those whose worker died, or whose bell was lost."""
    return list(
        ContactList.objects.filter(
            state__in=AT_WORK,
            attempts__lt=MOST_ATTEMPTS,
            worked_at__lt=timezone.now() - STANDSTILL,
        )
    )


def drop_forgotten_lists() -> None:
    """Lists that were uploaded and never imported do not stay, nor what is left of one
    that was dropped while the power went."""
    forgotten = ContactList.objects.filter(
        state__in=OPEN, uploaded_at__lt=timezone.now() - KEPT
    )
    for contact_list in forgotten:
        drop_list(contact_list, by=None)
    dropped = ContactList.objects.filter(state=ListState.DROPPED, lines__isnull=False)
    for contact_list in dropped.distinct():
        forget_lines(contact_list)
