"""Who changed what: one line in Wagtail's log, without anybody's name in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from champions.models import Centre, User


def record(thing: Model, action: str, *, by: User | None, **data: Any) -> None:
    """Log `<room>.<verb>` on a row; `data` holds ids and names of fields, no words
    of people. The label says `person 123`: the log outlives an erased person. The
    centre's id stands with it, so that each centre can read its own history."""
    log(thing, action, user=by, title=_label(thing), data=_centre_of(thing) | data)


def record_many(things: Sequence[Model], action: str, *, by: User | None) -> None:
    """The same line for many rows of one model, in one question to the database."""
    if not things:
        return
    kind = ContentType.objects.get_for_model(things[0], for_concrete_model=False)
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=kind,
                object_id=str(thing.pk),
                label=_label(thing),
                action=action,
                timestamp=timezone.now(),
                user=by,
                data=_centre_of(thing),
            )
            for thing in things
        ],
        batch_size=500,
    )


def was_changed(thing: Model, fields: Iterable[str], *, since: datetime) -> bool:
    """Whether the log says that somebody changed one of these fields since then."""
    kind = ContentType.objects.get_for_model(thing, for_concrete_model=False)
    lines = ModelLogEntry.objects.filter(
        content_type=kind, object_id=str(thing.pk), timestamp__gt=since
    )
    changed = (line.data.get("fields", []) for line in lines)
    return any(set(fields) & set(names) for names in changed)


def _label(thing: Model) -> str:
    return f"{type(thing).__name__.lower()} {thing.pk}"


def _centre_of(thing: Model) -> dict[str, int]:
    known = thing.pk if isinstance(thing, Centre) else getattr(thing, "centre_id", None)
    return {} if known is None else {"centre": known}
