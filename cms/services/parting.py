"""Two records that were joined by mistake are parted again, over all rooms."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

import ideas.services.privacy as of_ideas
import meetings.services.parting as of_meetings
from champions.enums import CodePurpose
from champions.history import record
from champions.models import Merge, Person, User
from champions.services import merges as of_champions
from champions.services.freshness import raise_version
from champions.services.row_traces import Watch
from cms.models import (
    AskedToRun,
    FridgeCard,
    InPicture,
    Programme,
    StoryPage,
    ThingNeeded,
)


def watched(*people: Person) -> list[Watch]:
    """All rows that joining these two may move, change or take away."""
    asked = Q(person__in=people) | Q(instead_of__in=people)
    leads = QuerySet(Programme.leads.through)
    cards = FridgeCard.objects.filter(person__in=people)
    return [
        *of_champions.watched(*people),
        *of_ideas.watched(*people),
        *of_meetings.watched(*people),
        Watch(leads.filter(person__in=people)),
        Watch(AskedToRun.objects.filter(asked)),
        Watch(StoryPage.objects.filter(teller__in=people), only=("teller_id",)),
        Watch(InPicture.objects.filter(person__in=people)),
        Watch(cards),
        Watch(of_champions.codes_of(CodePurpose.FRIDGE, cards)),
        Watch(ThingNeeded.objects.filter(asked_by__in=people), only=("asked_by_id",)),
    ]


@transaction.atomic
def part(merge: Merge, *, by: User | None) -> int:
    """The record that went comes back with all that was its own; how many things could
    not go back. Raises PartingError with words for who asked."""
    held = of_champions.hold(merge)
    raise_version(held.centre)
    person, into, trace = held.person_id, held.into, held.trace
    of_meetings.lock_places_that_return(trace)
    left = of_champions.part(held, by=by)
    of_meetings.fit_again(trace)
    record(into, "cms.part_people", by=by, parted=person)
    return left
