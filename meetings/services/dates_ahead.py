"""Dates of what happens again and again, a quarter of a year at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from champions.history import record_many
from champions.models import Centre, Person, User
from meetings.enums import Audience, MeetingKind, MeetingState
from meetings.models import Capacity, Meeting, Part
from meetings.services.times import with_times


@transaction.atomic
def make_dates(
    centre: Centre,
    days: Iterable[date],
    *,
    at: time,
    until: time,
    place: str,
    directions: str,
    title: str,
    places: int,
    hosts: Iterable[Person],
    by: User | None,
) -> list[Meeting]:
    """One gathering for neighbours on each day, announced as soon as it is made; nobody
    is told, for nobody has been asked. `at` and `until` are on the centre's wall clock.
    As few questions to the database for many days as for one."""
    now = timezone.now()
    made = Meeting.objects.bulk_create(
        with_times(
            Meeting(
                centre=centre,
                kind=MeetingKind.SESSION,
                state=MeetingState.ANNOUNCED,
                announced_at=now,
                title=title,
                on=day,
                at=at,
                until=until,
                place=place,
                directions=directions,
                created_by=by,
            )
        )
        for day in days
    )
    parts = Part.objects.bulk_create(
        Part(centre=centre, meeting=meeting, number=1, at=at, until=until)
        for meeting in made
    )
    Capacity.objects.bulk_create(
        Capacity(centre=centre, part=part, audience=Audience.GUESTS, places=places)
        for part in parts
    )
    hosting, people = Meeting.hosts.through, list(hosts)
    hosting.objects.bulk_create(
        hosting(meeting=meeting, person=person) for meeting in made for person in people
    )
    record_many(made, "meetings.announce", by=by)
    return made
