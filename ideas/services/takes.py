"""What an idea would take, written by champions and staff; nobody's words are lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from champions.history import record
from champions.models import User
from champions.services.turns import take_turn
from ideas.models import Idea, WhatItTakes


@dataclass(frozen=True)
class Kept:
    """Whether the words were kept, and how the sheet stands now."""

    is_kept: bool
    takes: WhatItTakes


@transaction.atomic
def say_what_it_takes(
    idea: Idea, *, words: Mapping[str, str], version: int, by: User
) -> Kept:
    """Keep these fields, by their names, if nobody kept others since `version` was
    read; else nothing is written, and the second writer sees both. Fields that are not
    named stay as they are; the same words sent twice are kept once."""
    take_turn(idea.centre)
    takes, _new = WhatItTakes.objects.get_or_create(
        idea=idea, defaults={"centre": idea.centre}
    )
    if all(getattr(takes, name) == said for name, said in words.items()):
        return Kept(is_kept=True, takes=takes)
    rows = WhatItTakes.objects.filter(pk=takes.pk, version=version)
    changed = rows.update(
        **words,
        version=F("version") + 1,
        changed_by=by,
        changed_at=timezone.now(),
    )
    takes.refresh_from_db()
    if changed:
        record(idea, "ideas.what_it_takes", by=by, fields=sorted(words))
    return Kept(bool(changed), takes)
