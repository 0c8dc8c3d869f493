"""A contact list on its way: received, looked at, imported, or dropped.

Reading its lines and making people of them is slow and lives beside this, in
`list_reading` and `list_importing`; the worker does both in small pieces.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django_q.tasks import async_task

from champions.contacts.cleaning import tidy
from champions.contacts.forbidden import reason_against
from champions.contacts.lists import check_lines, open_list
from champions.enums import Language, ListState
from champions.history import record
from champions.models import Centre, ContactList, User

# A list that nobody imported is forgotten after so long.
KEPT = timedelta(days=7)
MOST_ATTEMPTS = 3
# Work that stood still for so long has lost its worker.
STANDSTILL = timedelta(minutes=1)
AT_WORK = (ListState.READING, ListState.IMPORTING)


class ListMovedError(Exception):
    """Somebody else was faster: the list is no longer where the page showed."""


def receive_upload(
    centre: Centre,
    file: File[bytes],
    *,
    by: User | None,
    sheet: str = "",
    in_background: bool = True,
) -> ContactList:
    """Take a list in and have its lines read, by the worker or else by the caller.
    Nobody is added to the centre yet.

    Raises RefusedListError for a list that must not or cannot be taken; nothing of
    such a list is kept.
    """
    check_lines(open_list(file, sheet=sheet))
    file.seek(0)
    kept = storages["private"].save(f"contact-lists/{uuid.uuid4().hex}", file)
    try:
        with transaction.atomic():
            contact_list = _enter(
                centre, by=by, name=shown_name(file), sheet=sheet, kept=kept
            )
            if in_background:
                ring_for(contact_list)
    except BaseException:
        storages["private"].delete(kept)
        raise
    return contact_list


def _enter(
    centre: Centre, *, by: User | None, name: str, sheet: str, kept: str
) -> ContactList:
    contact_list = ContactList.objects.create(
        centre=centre,
        name=name,
        file_name=kept,
        sheet=tidy(sheet),
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


def ring_for(contact_list: ContactList) -> None:
    """Have the worker go on with this list, once what was written is committed."""
    pk = contact_list.pk
    transaction.on_commit(
        lambda: async_task("champions.tasks.work_on_contact_list", pk)
    )


@transaction.atomic
def start_import(
    contact_list: ContactList, *, by: User | None, in_background: bool = True
) -> None:
    """Make people of the new lines. Raises ListMovedError when that was begun, or
    the list was dropped, meanwhile."""
    _move(contact_list, to=ListState.IMPORTING, lines_done=0, attempts=0)
    record(contact_list, "champions.import_list", by=by)
    if in_background:
        ring_for(contact_list)


@transaction.atomic
def drop_list(contact_list: ContactList, *, by: User | None) -> None:
    """Nobody of this list is added; what was read of it is deleted."""
    _move(contact_list, to=ListState.DROPPED)
    contact_list.lines.all().delete()
    record(contact_list, "champions.drop_list", by=by)


@transaction.atomic
def try_again(contact_list: ContactList) -> None:
    """Go on where the work stopped after several attempts."""
    stopped = ContactList.objects.filter(
        pk=contact_list.pk, state__in=AT_WORK, attempts__gte=MOST_ATTEMPTS
    )
    if stopped.update(attempts=0, worked_at=timezone.now()):
        ring_for(contact_list)


def _move(contact_list: ContactList, *, to: ListState, **fields: Any) -> None:
    waiting = ContactList.objects.filter(pk=contact_list.pk, state=ListState.READ)
    if not waiting.update(state=to, worked_at=timezone.now(), **fields):
        raise ListMovedError
    contact_list.refresh_from_db()


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
    """Lists that were uploaded and never imported do not stay."""
    forgotten = ContactList.objects.filter(
        state=ListState.READ, uploaded_at__lt=timezone.now() - KEPT
    )
    for contact_list in forgotten:
        drop_list(contact_list, by=None)
