"""Having the worker go on with a list, and finding out that somebody else was faster."""

from __future__ import annotations

from django.db import transaction
from django_q.tasks import async_task

from champions.models import ContactList


class ListMovedError(Exception):
    """Somebody else was faster: the list is no longer where the page showed."""


def ring_for(contact_list: ContactList) -> None:
    """Have the worker go on with this list, once what was written is committed."""
    pk = contact_list.pk
    transaction.on_commit(
        lambda: async_task("champions.tasks.work_on_contact_list", pk)
    )
