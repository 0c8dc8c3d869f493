"""Talk first, with what it means for invitations that were written already."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.enums import MessageState
from champions.models import Centre, Message, Person, TalkFirst, User
from champions.services.people import add_person
from champions.services.talking_first import (
    TalkFirstError,
    is_for,
    write_talk_first,
)
from champions.services.turns import take_turn
from meetings.enums import InvitationState, Route
from meetings.models import Invitation
from meetings.services.invitations import MESSAGE, withdraw
from meetings.services.joining import Way, people_called

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


@transaction.atomic
def talk_first_with(
    centre: Centre, *, first_name: str, way: Way, until: date, by: User
) -> TalkFirst:
    """A provider promises to talk with somebody they have in mind, known to the centre
    or not: the page answers alike. Raises TalkFirstError."""
    take_turn(centre)
    known = [one for one in people_called(centre, first_name, way) if not one.died_at]
    person = known[0] if known else None
    if person is not None and not is_for(person):
        # Never which: asked us not to write, or with us already.
        raise TalkFirstError(_("There is no need: we do not invite this person now."))
    person = person or add_person(
        centre,
        first_name=first_name,
        email=way.email,
        phone=way.phone,
        channel=way.channel,
        by=by,
    )
    return talk_first(person, promised_by=by, until=until, by=by)


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
