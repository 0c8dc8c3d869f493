"""Who sees and does what with a gathering (design, section 7), and who holds the link or
code of an invitation. Another centre's thing is not found in the first place."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest

from champions import links
from champions.capability import held
from champions.enums import CodePurpose, Role
from champions.models import Centre, Circle, CircleQuerySet, User
from champions.permissions import SECOND_FACTOR, Visit, Who
from meetings.enums import InvitationState, MeetingState
from meetings.models import (
    CountedMailing,
    Invitation,
    Meeting,
    MeetingQuerySet,
    Seat,
)

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


def counted_of_link(token: str) -> CountedMailing | None:
    """The letters whose link it is; nothing for one that is wrong, revoked or for
    another thing."""
    read = links.read_token(token)
    rows = CountedMailing.objects.select_related("centre", "meeting__centre")
    counted = rows.filter(pk=read[0]).first() if read else None
    if read is None or counted is None:
        return None
    purpose = CodePurpose.LETTERS.value
    right = links.is_right(read[1], purpose, counted.pk, counted.generation)
    return counted if right else None


def why_closed(invitation: Invitation) -> str:
    """Why no reply is taken any more: "withdrawn", "called_off" or "over"; nothing
    while one is."""
    if invitation.state == InvitationState.WITHDRAWN:
        return "withdrawn"
    if invitation.meeting.state == MeetingState.CANCELLED:
        return "called_off"
    return "" if invitation.meeting.takes_replies else "over"


# One page for equals: champions of the group and staff.
TABLE = (Who.CHAMPION, Who.LEAD, Who.SUPPORTER)
STAFF = (Who.LEAD, Who.SUPPORTER)


def centre_of(visit: Visit) -> Centre:
    """The centre of an address that names one."""
    if visit.centre is None:
        raise ValueError("this address names no centre")
    return visit.centre


def circles_of(visit: Visit, user: User) -> CircleQuerySet:
    """The groups somebody belongs to: all of the centre for its point person, their
    own for a partner of staff and for a champion."""
    circles = Circle.objects.of(centre_of(visit))
    if Role.LEAD in visit.roles:
        return circles
    mine = Q()
    if Role.SUPPORTER in visit.roles:
        mine |= Q(partners__user=user) | Q(lead=user) | Q(back_up=user)
    if visit.is_champion:
        mine |= Q(members__person=visit.person)
    return circles.filter(mine, pk__isnull=not mine).distinct()


def gatherings_of(visit: Visit, user: User) -> MeetingQuerySet:
    """The get-togethers of one's groups, and those one was asked to. Sessions of
    programmes stand on the programmes' own pages; drafts are seen by staff alone."""
    rows = Meeting.objects.of(centre_of(visit)).without_sessions()
    if Role.LEAD in visit.roles:
        return rows
    own = Q(circle__in=circles_of(visit, user))
    if visit.is_champion:
        own |= Q(pk__in=Seat.objects.filter(person=visit.person).values("meeting"))
    rows = rows.filter(own)
    return rows if visit.is_staff else rows.exclude(state=MeetingState.DRAFT)


def sees_staff_part(request: HttpRequest, visit: Visit) -> bool:
    """Names behind needs, and the strip for staff: with the second factor given."""
    return visit.is_staff and bool(request.session.get(SECOND_FACTOR))
