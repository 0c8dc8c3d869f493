"""Who at the centre thought of whom. That they did is noted, never why."""

from __future__ import annotations

from django.db.models import QuerySet

from champions.models import Centre, User
from meetings.enums import Route
from meetings.models import Invitation, Prescribed


def waiting_at(centre: Centre) -> QuerySet[Prescribed]:
    """Of whom somebody thought while there was no workshop; the longest first."""
    waiting = Prescribed.objects.of(centre).waiting()
    return waiting.select_related("person__centre", "by")


def thought_of(invitation: Invitation, *, by: User | None) -> Prescribed:
    """That a provider thought of this person, beside those who did before."""
    row, _is_new = Prescribed.objects.get_or_create(
        centre=invitation.centre,
        person=invitation.person,
        invitation=invitation,
        by=by,
    )
    return row


def note_asked(invitation: Invitation) -> None:
    """This person is asked now: whoever waited for a workshop for them sees it."""
    waiting = Prescribed.objects.filter(person=invitation.person, invitation=None)
    waiting.update(invitation=invitation)
    if invitation.route == Route.PRESCRIBED:
        thought_of(invitation, by=invitation.invited_by)
