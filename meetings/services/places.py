"""Places: counted, given, waited for, offered and widened.

Whoever gives or takes a place first locks the Capacity rows of its audience
(PostgreSQL) or holds the whole database (SQLite, IMMEDIATE), so that in every part
coming + offered never passes what it holds. `seats.answer` stands on this.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.history import record
from champions.models import User
from meetings.enums import MeetingKind, Reply
from meetings.models import Capacity, Meeting, Part, Seat
from meetings.services import telling
from meetings.services.offer_ways import kept_until, way_in_time
from meetings.services.refusals import RefusedError


def lock_places(meeting: Meeting, audience: str) -> list[Capacity]:
    """The capacity of each part open to this audience, locked until the end of the
    transaction."""
    rows = Capacity.objects.filter(part__meeting=meeting, audience=audience)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def lock_all_places(meeting: Meeting) -> list[Capacity]:
    """The same for every audience: nobody replies while it is moved or called off."""
    rows = Capacity.objects.filter(part__meeting=meeting)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def held(meeting: Meeting, audience: str) -> int:
    """Places held, companions included: a seat counts in each part of its audience."""
    return Seat.objects.filter(meeting=meeting, audience=audience).places_held()


def places_of(meeting: Meeting, audience: str) -> int:
    """Places of the smallest part open to an audience; 0 when none is."""
    rows = Capacity.objects.filter(part__meeting=meeting, audience=audience)
    return min(rows.values_list("places", flat=True), default=0)


def free(meeting: Meeting, audience: str, capacities: list[Capacity]) -> int:
    """Places left in the smallest part; asked only while `capacities` are locked."""
    places = min((capacity.places for capacity in capacities), default=0)
    return places - held(meeting, audience)


def waits_for_confirmation(meeting: Meeting) -> bool:
    """Before the yeses of a welcome workshop are confirmed, a yes is hoping."""
    return meeting.kind == MeetingKind.WELCOME and meeting.confirmed_at is None


@transaction.atomic
def offer_next(meeting: Meeting, audience: str) -> list[Seat]:
    """Offer free places to those who wait, the longest first; a party that does not
    fit keeps its turn. Nothing is offered after the start, nor before the places of a
    workshop are given, nor to somebody who cannot answer in time."""
    capacities = lock_places(meeting, audience)
    meeting.refresh_from_db()
    if not meeting.takes_replies or waits_for_confirmation(meeting):
        return []
    left, now = free(meeting, audience, capacities), timezone.now()
    waiting = Seat.objects.filter(meeting=meeting, audience=audience).waiting_list()
    offered = []
    for seat in waiting.select_related("person__centre", "meeting__centre"):
        way = way_in_time(seat, now) if seat.places <= left else None
        if way:
            left -= seat.places
            offered.append(_offer(seat, way, now))
    return offered


def _offer(seat: Seat, way: str, now: datetime) -> Seat:
    seat.offered_until = kept_until(seat, way, now)
    seat.reply, seat.updated_at = Reply.OFFERED, now
    seat.save(update_fields=["reply", "offered_until", "updated_at"])
    record(seat, "meetings.offer", by=None)
    telling.offered(seat, way)
    return seat


def lapse_offers(now: datetime) -> int:
    """Hourly: an offer nobody took goes to the end of the list and its place to the
    next; how many lapsed."""
    lapsed = Seat.objects.filter(
        reply=Reply.OFFERED, offered_until__lte=now, meeting__starts_at__gt=now
    ).select_related("meeting")
    count = 0
    for seat in lapsed:
        count += _lapse(seat, now)
    return count


@transaction.atomic
def _lapse(seat: Seat, now: datetime) -> int:
    return _to_the_end(seat, now, by=None, offered_until__lte=now)


@transaction.atomic
def pass_on(seat: Seat, *, by: User) -> bool:
    """Nobody was reached, or the person wants more time: the offer goes to the next,
    and they to the end of the list. False when they have answered meanwhile."""
    return bool(_to_the_end(seat, timezone.now(), by=by))


def _to_the_end(seat: Seat, now: datetime, *, by: User | None, **still: Any) -> int:
    lock_places(seat.meeting, seat.audience)
    rows = Seat.objects.filter(pk=seat.pk, reply=Reply.OFFERED, **still)
    gone = rows.update(
        reply=Reply.WAITING,
        waiting_since=now,
        lot="",
        offered_until=None,
        updated_at=now,
    )
    if gone:
        record(seat, "meetings.lapse_offer", by=by)
        telling.offer_is_over(seat)
        offer_next(seat.meeting, seat.audience)
    return gone


def place_in_line(seat: Seat) -> int:
    """Where somebody who waits stands, from 1; 0 for who does not wait."""
    line = Seat.objects.filter(meeting=seat.meeting_id, audience=seat.audience)
    ids = list(line.waiting_list().values_list("pk", flat=True))
    return ids.index(seat.pk) + 1 if seat.pk in ids else 0


def is_full(meeting: Meeting, audience: str) -> bool:
    return held(meeting, audience) >= places_of(meeting, audience)


@transaction.atomic
def widen(
    meeting: Meeting, *, part: Part, audience: str, places: int, by: User | None
) -> Capacity:
    """Change how many places a part has. Never below what is held; those who wait are
    offered what is new. Before the places of a workshop are given, this is what there
    will be to give."""
    # All audiences, as confirming does: two orders of locking would block each other.
    lock_all_places(meeting)
    taken = held(meeting, audience)
    if places < taken:
        raise RefusedError(
            _("%(taken)s places are taken: there cannot be fewer.") % {"taken": taken}
        )
    capacity, _new = Capacity.objects.update_or_create(
        part=part,
        audience=audience,
        defaults={"places": places, "centre": meeting.centre},
    )
    record(meeting, "meetings.widen", by=by, places=places)
    offer_next(meeting, audience)
    return capacity
