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
    return Person.objects.living().filter(pk=read[0]).select_related("centre").first()
