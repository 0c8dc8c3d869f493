"""The moment at which the places of a welcome workshop are given: to all who hope to
come when all of them fit, else by lot. Every yes that reached the centre by the reply-by
date has the same chance, however it came. The rule itself is in `meetings/lots.py`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime
from io import StringIO

from django.db import transaction
from django.utils import timezone

from champions.history import record
from meetings.enums import Audience, MeetingKind, Reply
from meetings.lots import Lot, Party, draw, seal_of, turn_of
from meetings.models import Capacity, DrawnLot, Meeting, Seat
from meetings.services import telling
from meetings.services.asking_first import ask_first
from meetings.services.draw_day import draw_at, end_of_replies
from meetings.services.places import (
    free,
    held,
    lock_all_places,
    places_of,
    waits_for_confirmation,
)
from meetings.services.turns import have_precedence

COLUMNS = (
    "seed",
    "seal",
    "places",
    "places_for",
    "party",
    "people",
    "first",
    "number",
    "result",
)


def hoping(meeting: Meeting, audience: str) -> int:
    """How many people hope to come, companions included."""
    rows = Seat.objects.filter(meeting=meeting, audience=audience, reply=Reply.HOPING)
    return sum(1 + n for n in rows.values_list("companions", flat=True))


def all_fit(meeting: Meeting) -> bool:
    """Whether everybody who hopes to come to a workshop can come."""
    return all(
        hoping(meeting, audience) + held(meeting, audience)
        <= places_of(meeting, audience)
        for audience in Audience.values
    )


def is_due(meeting: Meeting) -> bool:
    """Whether the moment has come, and the places are not given yet."""
    at = draw_at(meeting)
    return bool(
        waits_for_confirmation(meeting)
        and meeting.takes_replies
        and at
        and at <= timezone.now()
    )


def give_places_due(now: datetime) -> int:
    """Each half hour: give the places of every workshop whose moment has come; of how
    many. Twice, or by two workers at once, is the same as once."""
    ahead = Meeting.objects.upcoming().filter(
        kind=MeetingKind.WELCOME, confirmed_at=None, reply_by__lte=now.date()
    )
    count = 0
    for workshop in ahead.select_related("centre"):
        count += is_due(workshop) and bool(give_places(workshop))
    return count


@transaction.atomic
def give_places(workshop: Meeting) -> bool:
    """Give the places of a workshop, once, and tell everybody who hoped; False before
    its moment and afterwards. Nobody gives them sooner. From then on it is first come,
    with a waiting list: those who missed the draw in the order of their lots, then
    those who answered after the reply-by date."""
    capacities = lock_all_places(workshop)
    workshop.refresh_from_db()
    if not is_due(workshop):
        return False
    now, by_lot = timezone.now(), not all_fit(workshop)
    workshop.confirmed_at, workshop.drawn_at = now, now if by_lot else None
    workshop.save(update_fields=["confirmed_at", "drawn_at"])
    for audience in Audience.values:
        rows = [row for row in capacities if row.audience == audience]
        _give(workshop, audience, rows, now)
    action = "meetings.draw" if by_lot else "meetings.confirm"
    record(workshop, action, by=None, seal=seal_of(workshop.draw_seed))
    if by_lot:
        for other in _other_workshops(workshop):
            ask_first(other, by=None)
    return True


def _give(
    workshop: Meeting, audience: str, capacities: list[Capacity], now: datetime
) -> None:
    rows = Seat.objects.filter(meeting=workshop, audience=audience)
    rows = rows.select_related("person__centre", "meeting__centre")
    hopeful = _of(workshop, rows.filter(reply=Reply.HOPING))
    left = free(workshop, audience, capacities)
    if sum(seat.places for seat in hopeful) <= left:
        for seat in hopeful:
            _give_place(seat, now)
            telling.confirmed(seat)
    else:
        _draw(workshop, audience, hopeful, left, now)
    left = free(workshop, audience, capacities)
    for seat in _of(workshop, rows.waiting_list()):
        if seat.places <= left:
            left -= seat.places
            _give_place(seat, now)
            telling.given(seat)


def _of(workshop: Meeting, rows: Iterable[Seat]) -> list[Seat]:
    """Seats that share one centre, which is asked once for its own words."""
    seats = list(rows)
    for seat in seats:
        if seat.person:
            seat.person.centre = workshop.centre
    return seats


def _give_place(seat: Seat, now: datetime) -> None:
    seat.reply, seat.waiting_since, seat.updated_at = Reply.COMING, None, now
    seat.save(update_fields=["reply", "waiting_since", "updated_at"])


def _draw(
    workshop: Meeting, audience: str, hopeful: list[Seat], places: int, now: datetime
) -> None:
    first = have_precedence(workshop)
    seats = {seat.uuid: seat for seat in hopeful}
    lots = draw(
        workshop.draw_seed,
        [Party(one.uuid, one.places, one.person_id in first) for one in hopeful],
        places,
    )
    _keep(workshop, audience, lots, places)
    since, waits = end_of_replies(workshop), 0
    for lot in lots:
        seat = seats[lot.party.uuid]
        seat.reply = Reply.COMING if lot.has_place else Reply.WAITING
        seat.waiting_since = None if lot.has_place else since
        seat.lot = turn_of(lot.party, lot.number)
        seat.updated_at = now
        seat.save(update_fields=["reply", "waiting_since", "lot", "updated_at"])
        waits += not lot.has_place
        telling.drawn(seat, place_in_line=0 if lot.has_place else waits)


def _keep(workshop: Meeting, audience: str, lots: Iterable[Lot], places: int) -> None:
    DrawnLot.objects.bulk_create(
        DrawnLot(
            centre=workshop.centre,
            meeting=workshop,
            audience=audience,
            places=places,
            party=lot.party.uuid,
            people=lot.party.people,
            first=lot.party.first,
            number=lot.number,
            has_place=lot.has_place,
        )
        for lot in lots
    )


def _other_workshops(workshop: Meeting) -> list[Meeting]:
    ahead = Meeting.objects.of(workshop.centre).upcoming()
    return list(
        ahead.filter(kind=MeetingKind.WELCOME, confirmed_at=None)
        .exclude(pk=workshop.pk)
        .select_related("centre", "circle__lead", "followed_by")
    )


def published_list(workshop: Meeting) -> str:
    """The list of a draw as CSV, without names: whoever wants to repeats the draw from
    it. Empty but for its head when no lots were drawn."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    seed, seal = workshop.draw_seed, seal_of(workshop.draw_seed)
    for lot in DrawnLot.objects.filter(meeting=workshop):
        first = "yes" if lot.first else "no"
        result = "place" if lot.has_place else "waiting"
        what = (lot.places, lot.audience, lot.party, lot.people)
        writer.writerow((seed, seal, *what, first, lot.number, result))
    return file.getvalue()
