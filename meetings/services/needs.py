"""What would help somebody to come: written down, and arranged by staff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from champions.history import record
from champions.models import User
from meetings.models import Need, Seat


@dataclass(frozen=True)
class Wish:
    """One thing that would help; `tell_group` lets the others know whose it is."""

    kind: str
    words: str = ""
    tell_group: bool = False


def set_needs(seat: Seat, wishes: Iterable[Wish | str]) -> None:
    """Make these the seat's needs. What staff have arranged already stays, so that
    they see what to call off."""
    wanted = {wish.kind: wish for wish in map(_as_wish, wishes)}
    seat.needs.filter(arranged_at=None).exclude(kind__in=wanted).delete()
    for wish in wanted.values():
        Need.objects.update_or_create(
            seat=seat,
            kind=wish.kind,
            defaults={
                "centre": seat.centre,
                "words": wish.words.strip(),
                "tell_group": wish.tell_group,
            },
        )


def _as_wish(wish: Wish | str) -> Wish:
    return wish if isinstance(wish, Wish) else Wish(wish)


@transaction.atomic
def arrange_need(need: Need, *, by: User) -> bool:
    """Staff have arranged it; False when somebody had done so before."""
    open_rows = Need.objects.filter(pk=need.pk, arranged_at=None)
    done = open_rows.update(arranged_at=timezone.now(), arranged_by=by)
    if done:
        record(need.seat, "meetings.arrange", by=by)
    return bool(done)
