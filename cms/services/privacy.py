"""Everything the centre holds about a person, over all rooms: shown to them, wiped, or
joined with a second record of the same person. Each room answers for its own rows."""

from __future__ import annotations

from typing import Any

from django.db import transaction

import champions.services.merging as merging_of_champions
import champions.services.privacy as of_champions
import ideas.services.privacy as of_ideas
import meetings.services.privacy as of_meetings
from champions.history import record
from champions.models import Pair, Person, User
from champions.services.freshness import raise_version
from champions.services.merges import remember_merge, words_of
from champions.services.pairs import PairMovedError
from champions.services.row_traces import Before
from cms.enums import LISTED_STATES
from cms.models import AskedToRun, InPicture, Picture, Programme
from cms.services import fridge, pictures
from cms.services.parting import watched
from cms.services.scrubbing import scrubber_of
from cms.services.stories import erase_stories, merge_stories, stories_of

Rows = list[Any]


class RunsProgrammeError(Exception):
    """Somebody else takes over a programme before the record of its only host goes."""

    def __init__(self, programmes: list[Programme]):
        self.programmes = programmes
        super().__init__(", ".join(programme.title for programme in programmes))


def record_of(person: Person) -> dict[str, Rows]:
    """Everything about one person, by kind of thing."""
    return {
        **of_champions.record_of(person),
        **of_ideas.record_of(person),
        **of_meetings.record_of(person),
        "asked_to_run": list(
            AskedToRun.objects.filter(person=person).values(
                "programme__title", "asked_at", "answered_at", "agreed"
            )
        ),
        **fridge.record_of(person),
        "in_pictures": list(
            InPicture.objects.filter(person=person).values(
                "picture__programme__title",
                "picture__alt",
                "picture__alt_other",
                "how",
                "given_at",
                "withdrawn_at",
            )
        ),
        "pictures": _pictures_by(person),
        "programmes": list(
            Programme.objects.filter(leads=person).values(
                "title", "state", "first_on", "place"
            )
        ),
        "stories": stories_of(person),
    }


def _pictures_by(person: Person) -> Rows:
    """Those they added."""
    added = Picture.objects.of(person.centre).filter(by=person.user, by__isnull=False)
    return list(added.values("programme__title", "alt", "alt_other", "added_at"))


@transaction.atomic
def erase(person: Person, *, by: User | None) -> None:
    """Wipe who somebody is, in every room, and take their name out of what others wrote.
    Raises RunsProgrammeError, and StaffRecordError as the lowest room does."""
    alone = programmes_run_alone(person)
    if alone:
        raise RunsProgrammeError(alone)
    raise_version(person.centre)
    scrubber = scrubber_of(person)
    for programme in Programme.objects.filter(leads=person):
        programme.leads.remove(person)
    erase_stories(person)
    AskedToRun.objects.filter(person=person).delete()
    AskedToRun.objects.filter(instead_of=person).update(instead_of=None)
    pictures.forget(person, by=None)
    fridge.forget(person)
    of_meetings.erase(person)
    of_ideas.erase(person)
    own = by is not None and by == person.user
    of_champions.erase(person)
    scrubber.scrub_centre()
    record(person, "cms.erase_person", by=None if own else by)


def programmes_run_alone(person: Person) -> list[Programme]:
    """What goes on and has nobody else who leads it."""
    led = Programme.objects.filter(leads=person, state__in=LISTED_STATES)
    return [one for one in led if not one.leads.exclude(pk=person.pk).exists()]


@transaction.atomic
def merge(person: Person, *, into: Person, by: User | None) -> None:
    """Two records of one person become one; `person` stays as an empty row, and for
    thirty days they can be parted again. Raises TwoUsersError as the lowest room does."""
    raise_version(into.centre)
    before, words = Before(watched(person, into)), words_of(person)
    for programme in Programme.objects.filter(leads=person):
        programme.leads.remove(person)
        programme.leads.add(into)
    _merge_questions(person, into)
    merge_stories(person, into)
    pictures.merge(person, into)
    fridge.merge(person, into)
    of_meetings.merge(person, into)
    of_ideas.merge(person, into)
    merging_of_champions.merge(person, into)
    remember_merge(person, into, words=words, trace=before.trace(), by=by)
    record(into, "cms.merge_people", by=by, merged=person.pk)


@transaction.atomic
def merge_pair(pair: Pair, *, keep: str, by: User | None) -> None:
    """Two who may be one are: the side to `keep` ("one", "other") says what is right.
    Raises PairMovedError when somebody has said so meanwhile, and TwoUsersError."""
    waiting = Pair.objects.select_for_update(of=("self",)).waiting()
    held = waiting.select_related("one", "other").filter(pk=pair.pk).first()
    if held is None or held.one is None or held.other is None:
        raise PairMovedError
    sides = {"one": held.one, "other": held.other}
    into = sides.pop(keep)
    merge(*sides.values(), into=into, by=by)


def _merge_questions(person: Person, into: Person) -> None:
    """Of two open questions about one programme, the one already theirs stays."""
    open_ones = AskedToRun.objects.filter(answered_at=None)
    theirs = open_ones.filter(person=into).values("programme")
    open_ones.filter(person=person, programme__in=list(theirs)).delete()
    AskedToRun.objects.filter(person=person).update(person=into)
    AskedToRun.objects.filter(instead_of=person).update(instead_of=into)
