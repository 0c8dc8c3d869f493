"""Talk first, with what it means for invitations that were written already."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from champions.enums import MessageState
from champions.models import Message, Person, TalkFirst, User
from champions.services.talking_first import write_talk_first
from meetings.enums import InvitationState, Route
from meetings.models import Invitation
from meetings.services.invitations import MESSAGE, withdraw

# In one of these it has left, or perhaps has.
LEFT = (MessageState.SENDING, MessageState.SENT, MessageState.AMBIGUOUS)


@transaction.atomic
def talk_first(
    person: Person, *, promised_by: User, until: date, by: User
) -> TalkFirst:
    """Promise a talk, and take back invitations that have not left; the person remains
    to be asked. What they asked for themselves goes on. Raises TalkFirstError."""
    talk = write_talk_first(person, promised_by=promised_by, until=until, by=by)
    for invitation in _waiting(person):
        if not _has_left(invitation):
            withdraw(invitation, by=by)
    return talk


def _waiting(person: Person) -> list[Invitation]:
    ready = Invitation.objects.filter(
        person=person,
        state=InvitationState.READY,
        meeting__starts_at__gt=timezone.now(),
    )
    return list(ready.exclude(route=Route.SELF))


def _has_left(invitation: Invitation) -> bool:
    told = Message.objects.about(f"invitation:{invitation.pk}").filter(name=MESSAGE)
    return told.filter(state__in=LEFT).exists()
