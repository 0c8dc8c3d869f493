"""Whom nobody of staff invites of their own accord, whoever thought of them."""

from __future__ import annotations

from django.utils import timezone

from champions.enums import ChampionState
from champions.messages.ways import why_not
from champions.models import Person
from meetings.enums import InvitationState, MeetingState
from meetings.models import Invitation
from meetings.services.rhythms import today_at


def is_left_alone(person: Person) -> bool:
    """Asked us not to write, died, took back that we may; said “no, thank you”, and was
    told that we will not ask again; or is with us already."""
    return (
        bool(why_not(person, asked_for=False))
        or _is_with_us(person)
        or _declined_last(person)
    )


def _is_with_us(person: Person) -> bool:
    champion = getattr(person, "champion", None)
    if champion and champion.state != ChampionState.MOVED_ON:
        return True
    return Person.objects.of(person.centre).staff().filter(pk=person.pk).exists()


def _declined_last(person: Person) -> bool:
    asked = Invitation.objects.filter(person=person)
    last = asked.exclude(state=InvitationState.WITHDRAWN).order_by("-created_at")
    state = last.values_list("state", flat=True).first()
    return state == InvitationState.DECLINED and open_invitation(person) is None


def open_invitation(person: Person) -> Invitation | None:
    """The one they can still answer by its date."""
    rows = Invitation.objects.filter(
        person=person,
        meeting__state=MeetingState.ANNOUNCED,
        meeting__starts_at__gt=timezone.now(),
        meeting__reply_by__gte=today_at(person.centre),
    ).exclude(state=InvitationState.WITHDRAWN)
    return rows.order_by("meeting__starts_at").first()
