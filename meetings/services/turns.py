"""Who comes first next time: whoever missed a draw, waited for a place and got none, or
said yes to a workshop that was called off.

They are asked first to the next workshop, as soon as it is announced, and those who
missed a draw come before everybody else in its draw, if there is one.
"""

from __future__ import annotations

from django.db.models import Max, Q

from champions.models import Centre, Person
from meetings.enums import Audience, InvitationState, MeetingKind, MeetingState, Reply
from meetings.models import DrawnLot, Invitation, Meeting, Seat
from meetings.models.seat import SeatQuerySet

SAID_YES = (Reply.HOPING, Reply.COMING, Reply.WAITING, Reply.OFFERED)


def _at_workshops(centre: Centre) -> SeatQuerySet:
    """Places of champions at workshops, of people whom the centre knows."""
    return _places(centre).filter(
        meeting__state__in=[MeetingState.ANNOUNCED, MeetingState.HELD]
    )


def _places(centre: Centre) -> SeatQuerySet:
    return Seat.objects.of(centre).filter(
        meeting__kind=MeetingKind.WELCOME,
        audience=Audience.CHAMPIONS,
        person__isnull=False,
    )


def _with_a_place(centre: Centre) -> SeatQuerySet:
    had = Q(reply=Reply.COMING) | Q(attendances__came=True)
    return _at_workshops(centre).filter(had)


def missed_a_draw(centre: Centre) -> SeatQuerySet:
    """Seats whose lot was not drawn, of people who have had no place since."""
    missed = DrawnLot.objects.of(centre).missed()
    return (
        _at_workshops(centre)
        .filter(uuid__in=missed.values("party"))
        .exclude(person__in=_with_a_place(centre).values("person"))
    )


def have_precedence(workshop: Meeting) -> set[int]:
    """Ids of the people who come before others in the draw of a workshop."""
    before = missed_a_draw(workshop.centre).exclude(meeting=workshop)
    return {pk for pk in before.values_list("person_id", flat=True) if pk is not None}


def to_be_asked_first(workshop: Meeting) -> list[Person]:
    """Whom to ask as soon as a workshop is announced: who wanted to come to another one
    and got no place, and has not been asked to a later one since."""
    centre = workshop.centre
    waited = _without_a_place(centre).exclude(meeting=workshop)
    since = dict(
        waited.order_by().values_list("person").annotate(n=Max("meeting__starts_at"))
    )
    asked = Invitation.objects.of(centre).filter(person__in=since)
    asked = asked.exclude(state=InvitationState.WITHDRAWN).exclude(meeting=workshop)
    latest = dict(
        asked.order_by().values_list("person").annotate(n=Max("meeting__starts_at"))
    )
    ids = [pk for pk, at in since.items() if pk not in latest or latest[pk] <= at]
    return list(Person.objects.of(centre).living().filter(pk__in=ids))


def _without_a_place(centre: Centre) -> SeatQuerySet:
    declined = Invitation.objects.of(centre).filter(state=InvitationState.DECLINED)
    missed = missed_a_draw(centre).values("pk")
    waits = Q(reply=Reply.WAITING, meeting__confirmed_at__isnull=False)
    later = Q(next_time_at__isnull=False, said_yes_at__isnull=False)
    stood = Q(meeting__state__in=[MeetingState.ANNOUNCED, MeetingState.HELD])
    # Who said yes to a workshop that was called off; “not sure” is no yes.
    called_off = Q(meeting__state=MeetingState.CANCELLED, reply__in=SAID_YES)
    return (
        _places(centre)
        .filter((stood & (Q(pk__in=missed) | waits | later)) | called_off)
        .exclude(person__in=_with_a_place(centre).values("person"))
        .exclude(person__in=declined.values("person"))
    )
