"""Whether staff would be more than champions at the part where both meet: a room for
equals is not one where neighbours are outnumbered (guidebook, step 5)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Sum

from meetings.enums import HOLDING, Audience, MeetingKind, Reply
from meetings.models import Meeting, Seat

YES = [Reply.HOPING.value, *HOLDING]


@dataclass(frozen=True)
class Balance:
    """Who said yes so far, companions of champions counted with them."""

    staff: int
    champions: int

    @property
    def is_tipped(self) -> bool:
        return self.staff > self.champions


def balance_of(workshop: Meeting) -> Balance | None:
    """The yeses to the second portion of a welcome workshop; nothing for others."""
    if workshop.kind != MeetingKind.WELCOME:
        return None
    said = Seat.objects.filter(meeting=workshop, reply__in=YES)
    rows = said.values_list("audience").annotate(n=Sum(1 + F("companions")))
    numbers = dict(rows.order_by())
    return Balance(
        staff=numbers.get(Audience.STAFF, 0),
        champions=numbers.get(Audience.CHAMPIONS, 0),
    )
