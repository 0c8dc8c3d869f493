"""Whose seat a link or code opens: read from the token, or from what this browser may
do after "Yes, I am the person"."""

from __future__ import annotations

from django.http import HttpRequest

from champions import links
from champions.capability import held
from champions.enums import CodePurpose
from meetings.models import Seat

# A guest's place and a person's are opened by links of their own kind.
PURPOSES = (CodePurpose.SEAT.value, CodePurpose.GUEST.value)


def purpose_of(seat: Seat) -> str:
    return CodePurpose.SEAT.value if seat.person_id else CodePurpose.GUEST.value


def seat_of_link(token: str) -> Seat | None:
    """The seat that a link opens; nothing for one that is wrong, revoked or for
    another thing."""
    read = links.read_token(token)
    seat = _find(read[0]) if read else None
    if read is None or seat is None:
        return None
    right = links.is_right(read[1], purpose_of(seat), seat.pk, seat.generation)
    return seat if right else None


def held_seat(request: HttpRequest, seat_id: int) -> Seat | None:
    """The seat of a clean address, if this browser pressed "Yes, I am the person", or
    the person is signed in."""
    seat = _find(seat_id)
    if seat is None:
        return None
    if held(request, purpose_of(seat), seat.pk) == seat.generation:
        return seat
    user = request.user
    own = seat.person is not None and seat.person.user_id is not None
    is_theirs = own and user.is_authenticated and seat.person.user_id == user.pk  # type: ignore[union-attr]  # own says so
    return seat if is_theirs else None


def _find(seat_id: int) -> Seat | None:
    rows = Seat.objects.filter(pk=seat_id).exclude(person__erased_at__isnull=False)
    return rows.select_related(
        "centre", "person__centre", "meeting__centre", "meeting__circle"
    ).first()
