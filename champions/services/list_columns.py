"""What the columns of a list mean: known by their headings, said by whoever uploads it,
and remembered for the next list of the centre."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from champions.contacts.headings import BESIDE, Headings, as_kept, field_of, from_kept
from champions.contacts.lists import ContactFile, open_list
from champions.contacts.refusals import UnclearListError
from champions.enums import ListState
from champions.history import record
from champions.models import Centre, ContactList, HeadingMeaning, User
from champions.names import spaced
from champions.services.list_bells import ListMovedError, ring_for

# While a list is so, its columns can be said.
OPEN = (ListState.ASKING, ListState.READ)
LONGEST = 80


def remembered(centre: Centre) -> dict[str, str]:
    """What the centre said before, by the words of a heading."""
    known = HeadingMeaning.objects.of(centre)
    return dict(known.values_list("heading", "field"))


def kept_headings(found: ContactFile | UnclearListError) -> dict[str, Any]:
    """What a page shows of a list, and what its lines are read by."""
    file = found.file if isinstance(found, UnclearListError) else found
    kept: dict[str, Any] = {"sheets": list(found.sheets)}
    if file:
        kept |= as_kept(file.headings) | {"filled": list(file.filled)}
    return kept


@transaction.atomic
def say_columns(
    contact_list: ContactList, *, fields: Sequence[str], by: User | None
) -> None:
    """Each column is what `fields` says, or left out; the list is read anew with that,
    and the centre's next list too. Raises ListMovedError when it is on its way."""
    shown = from_kept(contact_list.headings)
    said = Headings(shown.line, shown.names, tuple(fields))
    kept = contact_list.headings | as_kept(said) | {"filled": []}
    _move(contact_list, state=ListState.READING, headings=kept)
    _remember(contact_list.centre, shown, said)
    record(contact_list, "champions.say_columns", by=by)
    ring_for(contact_list)


def choose_sheet(contact_list: ContactList, *, sheet: str, by: User | None) -> None:
    """Another table of the same file. Raises RefusedListError when it is none of
    people, and FileNotFoundError when the file is gone."""
    with closing(storages["private"].open(contact_list.file_name)) as source:
        meanings = remembered(contact_list.centre)
        try:
            found: ContactFile | UnclearListError
            found = open_list(source, sheet=sheet, meanings=meanings)
        except UnclearListError as unclear:
            found = unclear
        _go_on_with(contact_list, found, sheet=sheet, by=by)


@transaction.atomic
def _go_on_with(
    contact_list: ContactList,
    found: ContactFile | UnclearListError,
    *,
    sheet: str,
    by: User | None,
) -> None:
    unclear = isinstance(found, UnclearListError)
    state = ListState.ASKING if unclear else ListState.READING
    kept = kept_headings(found)
    _move(contact_list, state=state, headings=kept, sheet=sheet)
    record(contact_list, "champions.say_columns", by=by)
    if not unclear:
        ring_for(contact_list)


@transaction.atomic
def forget_meanings(centre: Centre, *, by: User | None) -> None:
    """The next list is read as if it were the first."""
    if HeadingMeaning.objects.of(centre).delete()[0]:
        record(centre, "champions.forget_columns", by=by)


def _move(contact_list: ContactList, **fields: Any) -> None:
    """The lines of the older reading go when the next one begins."""
    here = ContactList.objects.filter(pk=contact_list.pk, state__in=OPEN)
    begun = {"lines_done": 0, "attempts": 0, "counts": {}, "worked_at": timezone.now()}
    if not here.exclude(file_name="").update(
        **fields, **begun, reading=F("reading") + 1
    ):
        raise ListMovedError
    contact_list.refresh_from_db()


def _remember(centre: Centre, shown: Headings, said: Headings) -> None:
    """Only what we would not know by ourselves."""
    known = HeadingMeaning.objects.of(centre)
    for name, before, field in zip(said.names, shown.fields, said.fields, strict=True):
        heading, ours = spaced(name), field_of(name)
        if not heading or len(heading) > LONGEST or (ours and field == before):
            continue
        if field == ours:
            known.filter(heading=heading).delete()
            continue
        beside = not field and ours in said.fields
        known.update_or_create(
            heading=heading,
            defaults={"field": BESIDE if beside else field},
            create_defaults={"field": BESIDE if beside else field, "centre": centre},
        )
