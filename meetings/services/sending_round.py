"""After a get-together its notes go round once, to everybody whose get-together it was,
each on their own channel: with what was answered, promised and thanked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from champions.enums import ChampionState, Language
from champions.history import record
from champions.messages.many import Telling, tell_many, ways_of
from champions.models import Person, User
from ideas.models import Answer
from meetings.agenda import PromiseLine, promise_lines
from meetings.decided import answers_at
from meetings.enums import MeetingKind, MeetingState, Reply
from meetings.headings import heading_of
from meetings.models import Meeting, Seat, Thanks
from meetings.services.circle_seats import asked_of, staff_of
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import next_of, today_at

NOTES = "meetings/notes"
WITHOUT_NOTES = frozenset({MeetingKind.WELCOME, MeetingKind.SESSION})
# On paper: the longest that still stands on two sheets, in signs; and in large print.
MOST_ON_PAPER, MOST_IN_LARGE_PRINT = 1_800, 600


@dataclass(frozen=True)
class Said:
    """What came of a get-together, in the language of whoever reads it."""

    heading: str
    answers: list[Answer]
    promises: list[PromiseLine]
    thanks: list[Thanks]
    next: Meeting | None


def may_go_round(meeting: Meeting) -> bool:
    """It has begun, there is something to read, and nobody has sent it yet."""
    return (
        meeting.circle is not None
        and meeting.kind not in WITHOUT_NOTES
        and meeting.state in (MeetingState.ANNOUNCED, MeetingState.HELD)
        and meeting.has_begun
        and bool(meeting.notes.strip())
        and meeting.notes_sent_at is None
    )


def readers_of(meeting: Meeting) -> QuerySet[Person]:
    """Whose get-together it was: the group, its staff, and who else came or did not
    say no. Who moved on has nothing to do with it any more."""
    if meeting.circle is None:
        return Person.objects.none()
    ids = {*asked_of(meeting.circle, meeting.strand).values_list("pk", flat=True)}
    ids.update(staff_of(meeting.circle).values_list("pk", flat=True))
    came = Q(attendances__came=True) | ~Q(reply=Reply.NOT_COMING)
    seats = Seat.objects.filter(came, meeting=meeting, person__isnull=False)
    seats = seats.exclude(person__champion__state=ChampionState.MOVED_ON)
    ids.update(pk for pk in seats.values_list("person_id", flat=True) if pk)
    people = Person.objects.of(meeting.centre).living().filter(pk__in=ids)
    return people.select_related("centre").order_by("pk")


@transaction.atomic
def send_notes_round(meeting: Meeting, *, by: User) -> int:
    """Tell everybody; how many. Of two who press at once the second tells nobody: 0.
    Refused before there is anything to read."""
    rows = Meeting.objects.filter(pk=meeting.pk, notes_sent_at=None).exclude(notes="")
    meeting.refresh_from_db()
    if meeting.notes_sent_at:
        return 0
    if not may_go_round(meeting):
        raise RefusedError(_("First write what was said. Then it can go round."))
    if not rows.update(notes_sent_at=timezone.now(), notes_sent_by=by):
        return 0
    meeting.refresh_from_db()
    record(meeting, "meetings.notes_sent", by=by)
    said = {language: _said_in(meeting, language) for language in Language.values}
    people = list(readers_of(meeting))
    tellings = [
        Telling(
            person,
            key=f"notes:{meeting.pk}:person:{person.pk}",
            context=_context(meeting, person, said[person.language]),
            links={"notes": _link(meeting, person)},
            topics=[f"notes:{meeting.pk}"],
        )
        for person in people
    ]
    # Of one group there are few: who would like a call is called.
    return tell_many(NOTES, tellings, ways=ways_of(people, NOTES, with_calls=True))


def _context(meeting: Meeting, person: Person, said: Said) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "circle": meeting.circle,
        "name": person.first_name,
        "said": said,
        "most_on_paper": MOST_IN_LARGE_PRINT if person.large_print else MOST_ON_PAPER,
    }


def _link(meeting: Meeting, person: Person) -> dict[str, Any]:
    """The page itself: it opens for those who sign in, the address has no secret."""
    with translation.override(person.language):
        path = reverse("meetings:detail", args=[meeting.centre.slug, meeting.pk])
    return {"purpose": "meeting", "id": meeting.pk, "path": path}


def _said_in(meeting: Meeting, language: str) -> Said:
    with translation.override(language):
        return said_at(meeting)


def said_at(meeting: Meeting) -> Said:
    """What came of it, in the language that is on."""
    thanks = meeting.thanks.select_related("to", "from_whom")
    following = meeting.circle and next_of(
        meeting.circle, meeting.strand, after=meeting
    )
    return Said(
        heading_of(meeting),
        answers_at(meeting),
        promise_lines(meeting, today_at(meeting.centre)),
        list(thanks),
        following or None,
    )
