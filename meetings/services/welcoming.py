"""Somebody who came says: I would like to be a champion (guidebook, step 5)."""

from __future__ import annotations

from django.db import transaction

from champions.enums import ChampionState
from champions.models import Champion, Person, User
from champions.services.people import add_person, become_champion, describe_gifts
from meetings.enums import Audience
from meetings.models import Meeting, Seat


def could_become_champions(meeting: Meeting) -> list[Seat]:
    """Whoever came to a part as a neighbour and is not a champion yet."""
    seats = meeting.seats.filter(
        audience=Audience.CHAMPIONS, attendances__came=True
    ).exclude(person__champion__state__in=[ChampionState.ACTIVE])
    return list(seats.select_related("person").distinct().order_by("pk"))


@transaction.atomic
def hear_yes(seat: Seat, *, by: User | None, gifts: str = "") -> Champion:
    """A yes at a gathering: they join its group, with what they like to do in their
    own words. Who walked in is known to the centre from now on: they asked to be."""
    person = seat.person or _make_known(seat, by)
    champion = become_champion(person, by=by, circle=seat.meeting.circle)
    if gifts:
        describe_gifts(
            champion,
            gifts=gifts,
            matters=champion.matters,
            time=champion.time,
            by=by,
        )
    return champion


def _make_known(seat: Seat, by: User | None) -> Person:
    person = add_person(seat.centre, first_name=seat.guest_name, by=by)
    Seat.objects.filter(pk=seat.pk).update(person=person, guest_name="", guest_reach="")
    return person
