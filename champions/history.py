"""Who changed what: one line in Wagtail's log, without anybody's name in it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from wagtail.log_actions import log

from champions.models import Centre, User


def record(thing: Model, action: str, *, by: User | None, **data: Any) -> None:
    """Log `<room>.<verb>` on a row; `data` holds ids and names of fields, no words
    of people. The label says `person 123`: the log outlives an erased person. The
    centre's id stands with it, so that each centre can read its own history."""
    label = f"{type(thing).__name__.lower()} {thing.pk}"
    log(thing, action, user=by, title=label, data=_centre_of(thing) | data)


def _centre_of(thing: Model) -> dict[str, int]:
    known = thing.pk if isinstance(thing, Centre) else getattr(thing, "centre_id", None)
    return {} if known is None else {"centre": known}
