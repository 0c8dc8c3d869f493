"""“This is not me”: somebody else holds a letter or mail. Nothing about anybody changes
by it; staff see that it may have gone astray, and issue a new one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from champions.enums import CodePurpose
from champions.history import record
from champions.models import Centre, Person, TypedCode, User
from champions.services.codes import note_in_order, note_not_theirs
from meetings.models import Invitation, Meeting, Seat
from meetings.services.desk import Answerable, purpose_of


@dataclass(frozen=True)
class Astray:
    """Whose it is, to what it asks them, and since when it is known."""

    person: Person
    meeting: Meeting
    since: datetime


@transaction.atomic
def say_not_theirs(thing: Invitation | Seat) -> None:
    """Pressing again adds nothing."""
    if note_not_theirs(purpose=purpose_of(thing), thing_id=thing.pk):
        record(thing, "meetings.not_theirs", by=None)


@transaction.atomic
def say_in_order(one: Answerable, *, by: User) -> None:
    """Staff asked: the right person has it."""
    for thing in one.things:
        if note_in_order(purpose=purpose_of(thing), thing_id=thing.pk):
            record(thing, "meetings.in_order", by=by)


def gone_astray(centre: Centre) -> list[Astray]:
    """All that staff have not looked at yet, the longest known first; each gathering of
    a person once."""
    codes = TypedCode.objects.of(centre).not_theirs()
    since = {(code.purpose, code.thing_id): code.not_theirs_at for code in codes}
    found: dict[tuple[int, int], Astray] = {}
    for thing in _things(centre, since):
        person, at = thing.person, since[purpose_of(thing), thing.pk]
        known = found.get((thing.person_id or 0, thing.meeting_id))
        if person and at and (known is None or at < known.since):
            found[person.pk, thing.meeting_id] = Astray(person, thing.meeting, at)
    return sorted(found.values(), key=lambda one: one.since)


def meetings_astray(person: Person) -> set[int]:
    """The gatherings of which somebody else may have this person's letter."""
    found = gone_astray(person.centre)
    return {one.meeting.pk for one in found if one.person == person}


def _things(centre: Centre, keys: Iterable[tuple[str, int]]) -> list[Invitation | Seat]:
    """What these purposes and ids name, of people whom the centre still knows."""
    ids: dict[str, list[int]] = defaultdict(list)
    for purpose, thing_id in keys:
        ids[purpose].append(thing_id)
    invitations = Invitation.objects.of(centre).filter(
        pk__in=ids[CodePurpose.INVITATION], person__erased_at=None
    )
    seats = Seat.objects.of(centre).filter(
        pk__in=ids[CodePurpose.SEAT], person__erased_at=None
    )
    related = ("person__centre", "meeting")
    return [*invitations.select_related(*related), *seats.select_related(*related)]
