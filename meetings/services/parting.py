"""Two records that were joined are parted: which rows of this room that concerns, and
what becomes of a place that comes back to a gathering that has filled up since."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from champions.enums import CodePurpose
from champions.models import Person
from champions.services.merges import codes_of
from champions.services.row_traces import Trace, Watch, rows_that_went
from meetings.enums import Reply
from meetings.models import (
    AgendaItem,
    Attendance,
    Invitation,
    Meeting,
    Need,
    Prescribed,
    RhythmAnswer,
    RhythmQuestion,
    RhythmWord,
    Seat,
    StrandMember,
    Thanks,
    TravelCost,
)
from meetings.services.places import (
    free,
    lock_all_places,
    lock_places,
    waits_for_confirmation,
)

HOLDING = frozenset({Reply.COMING, Reply.OFFERED})


def watched(*people: Person) -> list[Watch]:
    """The rows of this room that joining these two may move, change or take away."""
    mine = Q(person__in=people)
    seats = Seat.objects.filter(mine)
    invitations = Invitation.objects.filter(mine)
    answers = RhythmAnswer.objects.filter(mine)
    led = Meeting.objects.filter(Q(chair__in=people) | Q(notes_by__in=people))
    asked = RhythmQuestion.objects.filter(asked_by__in=people)
    thanks = Thanks.objects.filter(Q(from_whom__in=people) | Q(to__in=people))
    costs = TravelCost.objects.filter(need__seat__person__in=people)
    return [
        Watch(seats),
        Watch(codes_of(CodePurpose.SEAT, seats)),
        Watch(Need.objects.filter(seat__person__in=people)),
        Watch(costs, only=("need_id",)),
        Watch(Attendance.objects.filter(seat__person__in=people)),
        Watch(invitations),
        Watch(codes_of(CodePurpose.INVITATION, invitations)),
        Watch(Prescribed.objects.filter(mine)),
        Watch(AgendaItem.objects.filter(mine), only=("person_id",)),
        Watch(led, only=("chair_id", "notes_by_id")),
        Watch(QuerySet(Meeting.hosts.through).filter(mine)),
        Watch(answers),
        Watch(codes_of(CodePurpose.HOW_OFTEN, answers)),
        Watch(RhythmWord.objects.filter(answer__person__in=people)),
        Watch(asked, only=("asked_by_id",)),
        Watch(StrandMember.objects.filter(mine)),
        Watch(thanks, only=("from_whom_id", "to_id")),
    ]


def lock_places_that_return(trace: Trace) -> None:
    """Nobody takes a place while a seat comes back to its gathering."""
    pks = {row["meeting_id"] for row in rows_that_went(trace, Seat)}
    for meeting in Meeting.objects.filter(pk__in=pks).order_by("pk"):
        lock_all_places(meeting)


def fit_again(trace: Trace) -> None:
    """Where somebody else has the place meanwhile, who comes back waits for the next."""
    pks = [row["id"] for row in rows_that_went(trace, Seat)]
    ahead = Seat.objects.filter(pk__in=pks, meeting__starts_at__gt=timezone.now())
    for seat in ahead.select_related("meeting").order_by("pk"):
        meeting = seat.meeting
        capacities = lock_places(meeting, seat.audience)
        drawn = seat.reply == Reply.HOPING and not waits_for_confirmation(meeting)
        full = seat.reply in HOLDING and free(meeting, seat.audience, capacities) < 0
        if drawn or full:
            Seat.objects.filter(pk=seat.pk).update(
                reply=Reply.WAITING,
                waiting_since=timezone.now(),
                offered_until=None,
                updated_at=timezone.now(),
            )
