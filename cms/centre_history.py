"""Who changed what in a centre: lines of Wagtail's log about its rows and its pages, in
one list. Names are looked up when it is read; the log itself holds numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from django.db.models import QuerySet
from wagtail.models import ModelLogEntry, PageLogEntry

from champions.enums import Role
from champions.models import User
from cms import fence
from cms.models import CentrePage

SEEN_BY = frozenset({Role.LEAD, Role.PRIVACY})


@dataclass(frozen=True)
class Change:
    """One line: when, by whom, what, and about which row or page."""

    at: datetime
    who: str
    what: str
    about: str


class Changes(Sequence):
    """Both logs as one list, newest first; only what a page shows is read."""

    def __init__(self, rows: QuerySet, pages: QuerySet):
        self.logs = (rows, pages)

    def __len__(self) -> int:
        return sum(log.count() for log in self.logs)

    def __getitem__(self, part):
        newest = [log.order_by("-timestamp", "-pk")[: part.stop] for log in self.logs]
        entries = merge(*newest, key=lambda entry: entry.timestamp, reverse=True)
        return [_line(entry) for entry in islice(entries, part.start, part.stop)]


def changes_seen_by(user: User) -> Changes:
    """The changes in the centres whose point person or privacy officer the user is."""
    rows = ModelLogEntry.objects.select_related("user", "content_type")
    pages = PageLogEntry.objects.select_related("user")
    if user.is_superuser:
        return Changes(rows, pages)
    centres = user.centres_as(SEEN_BY)
    numbers = list(centres.values_list("pk", flat=True))
    homes = CentrePage.objects.filter(centre__in=centres)
    own_pages = fence.below(homes).values("pk")
    return Changes(
        rows.filter(data__centre__in=numbers), pages.filter(page__in=own_pages)
    )


def _line(entry) -> Change:
    return Change(
        at=entry.timestamp,
        who=entry.user.name if entry.user else "",
        what=str(entry.message),
        about=_about(entry),
    )


def _about(entry) -> str:
    """A page by its title; of what else changed only its kind and number are known."""
    kind = entry.content_type and entry.content_type.model_class()
    if isinstance(entry, PageLogEntry) or kind is None:
        return str(entry.label)
    return f"{kind._meta.verbose_name} {entry.object_id}"
