"""Ids as forms and addresses send them: anybody may type anything there."""

from __future__ import annotations

from django.http import QueryDict

# More than this no id has, and a database may not even be asked for it.
MOST_DIGITS = 18


def sent_id(typed: str) -> int:
    """The id that was sent, or 0, which names nothing."""
    return int(typed) if typed.isdecimal() and len(typed) <= MOST_DIGITS else 0


def sent_ids(sent: QueryDict, name: str) -> list[int]:
    """All that were sent under a name, in their order, without what is none."""
    return [pk for value in sent.getlist(name) if (pk := sent_id(value))]
