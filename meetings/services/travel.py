"""The travel fund: what helping people to come cost this quarter. No ledger."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from champions.history import record
from champions.models import Centre, User
from meetings.models import Need, TravelCost
from meetings.services.rhythms import today_at

MONTHS_OF_A_QUARTER = 3


def quarter_of(day: date) -> date:
    """The first day of its quarter of the year."""
    first = day.month - (day.month - 1) % MONTHS_OF_A_QUARTER
    return day.replace(month=first, day=1)


@transaction.atomic
def note_cost(need: Need, *, cents: int, by: User) -> TravelCost | None:
    """What this cost, in cents; a second note replaces the first, nought takes it
    away."""
    if cents <= 0:
        TravelCost.objects.filter(need=need).delete()
        return None
    cost, _new = TravelCost.objects.update_or_create(
        need=need,
        defaults={
            "centre": need.centre,
            "kind": need.kind,
            "cents": cents,
            "noted_on": today_at(need.centre),
            "noted_by": by,
        },
    )
    record(need.seat, "meetings.note_cost", by=by)
    return cost


def noted_this_quarter(centre: Centre) -> tuple[int, date]:
    """How many cents were noted, and since when."""
    since = quarter_of(today_at(centre))
    return TravelCost.objects.of(centre).since(since).cents_in_all(), since
