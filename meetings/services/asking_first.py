"""Who is asked to a workshop before everybody else, as soon as it is announced."""

from __future__ import annotations

from contextlib import suppress

from champions.models import User
from meetings.enums import Route
from meetings.models import Invitation, Meeting
from meetings.services.invitations import InvitationError, invite
from meetings.services.left_alone import is_left_alone
from meetings.services.thought_of import waiting_at
from meetings.services.turns import to_be_asked_first


def ask_first(workshop: Meeting, *, by: User | None) -> list[Invitation]:
    """Invite them one by one: of whom somebody at the centre thought while there was no
    workshop, in that provider's name, unless they are to be left alone since; and who
    wanted to come to another one and got no place: a wish of theirs, whatever we want to
    talk about first. Whom we cannot reach, or may not write to, is left out."""
    invitations = {}
    for one in waiting_at(workshop.centre):
        if is_left_alone(one.person):
            continue
        with suppress(InvitationError):
            asked = invite(one.person, workshop, route=Route.PRESCRIBED, by=one.by)
            invitations[asked.pk] = asked
    for person in to_be_asked_first(workshop):
        with suppress(InvitationError):
            asked = invite(
                person, workshop, route=Route.GENERAL, by=by, is_their_wish=True
            )
            invitations[asked.pk] = asked
    return list(invitations.values())
