"""Whose link to stop our messages it is."""

from __future__ import annotations

from champions.enums import CodePurpose
from champions.links import is_right, read_token
from champions.models import Person


def person_of_stop_link(token: str) -> Person | None:
    """The person such a link was made for; nothing when it is wrong or too late."""
    read = read_token(token)
    if read is None or not is_right(read[1], CodePurpose.STOP, read[0], 1):
        return None
    return living(read[0])


def living(person_id: int) -> Person | None:
    """Of two records that became one, the one that stayed."""
    person = Person.objects.filter(pk=person_id).select_related("centre").first()
    if person and person.merged_into_id:
        return living(person.merged_into_id)
    return person if person and not (person.died_at or person.erased_at) else None
