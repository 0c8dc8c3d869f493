"""The people who need a hand with a welcome workshop to come, and stand in no other list.

There is none for who was prescribed and has not answered: nobody is pressed, and no
provider is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.enums import Channel
from champions.messages.ways import way_to, who_was_refused
from champions.models import Person
from meetings.enums import HOLDING, InvitationState, MeetingState, Reply, Route
from meetings.models import Invitation, Meeting, Seat
from meetings.models.invitation import InvitationQuerySet
from meetings.services.arrivals import waiting_for_a_hand

# So long before the last day to answer, a kind word may still bring an answer.
A_WORD_BEFORE = timedelta(days=10)
SAID_YES = [Reply.HOPING, Reply.WAITING, *HOLDING]
Workshops = Sequence[Meeting]
Rows = QuerySet[Invitation] | QuerySet[Seat]


def lost(workshops: Workshops, today: date) -> QuerySet[Invitation]:
    """Their invitation did not arrive, and no other way is known."""
    return waiting_for_a_hand(_invited(workshops), today)


def untold(workshops: Workshops, today: date) -> QuerySet[Seat]:
    """Said yes, and no mail, letter or call would reach them."""
    seats = _seats(workshops).filter(reply__in=SAID_YES)
    people = {seat.pk: seat.person for seat in seats.select_related("person__centre")}
    known = [person for person in people.values() if person]
    refused = who_was_refused(known)
    lonely = [
        pk
        for pk, person in people.items()
        if person and way_to(person, refused=person.pk in refused) is None
    ]
    return Seat.objects.filter(pk__in=lonely)


def silent(workshops: Workshops, today: date) -> QuerySet[Invitation]:
    """Got a letter, have not answered, and could be called."""
    return (
        _invited(_soon(workshops, today))
        .filter(
            state=InvitationState.SENT,
            channel=Channel.LETTER,
            meeting__reply_by__gte=today,
            person__safe_to_phone=True,
            person__phone_wrong_at=None,
        )
        .exclude(route=Route.PRESCRIBED)
        .exclude(person__phone="")
    )


def unsure(workshops: Workshops, today: date) -> QuerySet[Seat]:
    """Said “not sure yet”, and wants to be reminded."""
    maybe = _seats(_soon(workshops, today)).filter(reply=Reply.MAYBE)
    return maybe.filter(
        person__wants_reminders=True, person__in=_may_be_asked(workshops)
    )


PEOPLE: dict[str, Callable[[Workshops, date], Rows]] = {
    "lost": lost,
    "untold": untold,
    "silent": silent,
    "unsure": unsure,
}


def _soon(workshops: Workshops, today: date) -> Workshops:
    """Those of which the last day to answer is near or over."""
    latest = today + A_WORD_BEFORE
    return [one for one in workshops if one.reply_by and one.reply_by <= latest]


def _invited(workshops: Workshops) -> InvitationQuerySet:
    """To workshops still to come; whom we may write to first."""
    ahead = Invitation.objects.filter(
        meeting__in=workshops,
        meeting__state=MeetingState.ANNOUNCED,
        meeting__starts_at__gt=timezone.now(),
    )
    return ahead.filter(person__in=_may_be_asked(workshops))


def _seats(workshops: Workshops) -> QuerySet[Seat]:
    return Seat.objects.filter(
        meeting__in=workshops,
        meeting__state=MeetingState.ANNOUNCED,
        meeting__starts_at__gt=timezone.now(),
        person__isnull=False,
        person__died_at=None,
    )


def _may_be_asked(workshops: Workshops) -> QuerySet[Person]:
    centres = {one.centre_id for one in workshops}
    people = Person.objects.filter(centre__in=centres).may_be_asked()
    return people.not_talked_with_first().order_by()


def how_many(kind: str, workshops: Workshops, today: date) -> dict[int, int]:
    """How many people of a kind each workshop has, by id."""
    rows = PEOPLE[kind](workshops, today).order_by().values_list("meeting")
    return dict(rows.annotate(n=Count("pk")))


def heading_of(kind: str, count: int) -> str:
    """What a list of people is called."""
    words = {
        "lost": ngettext(
            "%(n)s invitation did not arrive",
            "%(n)s invitations did not arrive",
            count,
        ),
        "untold": ngettext(
            "%(n)s person said yes and cannot be told",
            "%(n)s people said yes and cannot be told",
            count,
        ),
        "silent": ngettext(
            "%(n)s person got a letter and has not answered",
            "%(n)s people got a letter and have not answered",
            count,
        ),
        "unsure": ngettext(
            "%(n)s person is not sure yet", "%(n)s people are not sure yet", count
        ),
    }
    return words[kind] % {"n": count}


def rule_of(kind: str) -> str:
    return {
        "lost": _(
            "We know no other way. With another address or number it goes again by "
            "itself; else hand them a card when they come by."
        ),
        "untold": _(
            "No mail, letter or call would reach them. Ask when they come by, and hand "
            "them a card."
        ),
        "silent": _(
            "From ten days before the last day to answer, one kind call may help. Whom "
            "a provider thought of is left in peace."
        ),
        "unsure": _(
            "From ten days before the last day to answer, ask them once more. They want "
            "to be reminded."
        ),
    }[kind]
