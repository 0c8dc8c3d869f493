"""Who holds the link or code of an invitation, and whether it still opens."""

from __future__ import annotations

from django.http import HttpRequest

from champions import links
from champions.capability import held
from champions.enums import CodePurpose
from meetings.enums import InvitationState, MeetingState
from meetings.models import Invitation

PURPOSE = CodePurpose.INVITATION.value


def invitation_of_link(token: str) -> Invitation | None:
    """The invitation that a link opens; nothing for one that is wrong, revoked or for
    another thing."""
    read = links.read_token(token)
    invitation = read and _find(read[0])
    if not read or not invitation:
        return None
    right = links.is_right(read[1], PURPOSE, invitation.pk, invitation.generation)
    return invitation if right else None


def held_invitation(request: HttpRequest, invitation_id: int) -> Invitation | None:
    """The invitation of a clean address, if this browser pressed “Yes, it is me”."""
    generation = held(request, PURPOSE, invitation_id)
    if generation is None:
        return None
    invitation = _find(invitation_id)
    fresh = invitation is not None and invitation.generation == generation
    return invitation if fresh else None


def _find(invitation_id: int) -> Invitation | None:
    rows = Invitation.objects.filter(pk=invitation_id, person__erased_at=None)
    return rows.select_related(
        "centre",
        "person__centre",
        "invited_by",
        "meeting__centre",
        "meeting__circle__lead",
        "meeting__followed_by",
    ).first()


def why_closed(invitation: Invitation) -> str:
    """Why no reply is taken any more: "withdrawn", "called_off" or "over"; nothing
    while one is."""
    if invitation.state == InvitationState.WITHDRAWN:
        return "withdrawn"
    if invitation.meeting.state == MeetingState.CANCELLED:
        return "called_off"
    return "" if invitation.meeting.takes_replies else "over"
