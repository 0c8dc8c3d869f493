"""Invitations to a workshop that did not arrive, in words for staff: on which way, why, and
what becomes of them now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Q, When
from django.utils.translation import gettext as _

from champions.enums import Channel
from champions.messages.bounces import is_about_the_mailbox
from champions.models import Message, MessageQuerySet
from meetings.enums import InvitationState
from meetings.models import Invitation, Meeting
from meetings.models.invitation import InvitationQuerySet
from meetings.services.arrivals import LOST, waiting_for_a_hand
from meetings.services.invitations import MESSAGE
from meetings.services.rhythms import today_at


@dataclass(frozen=True)
class DidNotArrive:
    """One invitation: what failed, the first first, and how it stands."""

    invitation: Invitation
    why: list[str]
    now: str
    needs_a_hand: bool


def that_did_not_arrive(workshop: Meeting) -> InvitationQuerySet:
    """Those that came back at least once, also when they went another way since; who
    may need a hand comes first."""
    lost = _lost(workshop).values("person")
    undelivered = Q(state=InvitationState.UNDELIVERED)
    rows = Invitation.objects.filter(undelivered | Q(person__in=lost), meeting=workshop)
    return rows.order_by(Case(When(undelivered, then=0), default=1), "pk")


def in_words(workshop: Meeting, rows: Iterable[Invitation]) -> list[DidNotArrive]:
    """As few questions for fifty as for one; they come with their people."""
    shown = list(rows)
    people = [one.person_id for one in shown]
    why: dict[int | None, list[str]] = defaultdict(list)
    for message in _lost(workshop).filter(person__in=people).order_by("pk"):
        why[message.person_id].append(_why(message))
    waiting = waiting_for_a_hand(
        Invitation.objects.filter(meeting=workshop), today_at(workshop.centre)
    )
    by_hand = set(waiting.filter(person__in=people).values_list("pk", flat=True))
    return [_shown(one, why[one.person_id], one.pk in by_hand) for one in shown]


def _shown(one: Invitation, why: list[str], by_hand: bool) -> DidNotArrive:  # noqa: FBT001  one of three facts
    return DidNotArrive(one, why, now_in_words(one, needs_a_hand=by_hand), by_hand)


def _lost(workshop: Meeting) -> MessageQuerySet:
    told = Message.objects.about(f"meeting:{workshop.pk}")
    return told.filter(name=MESSAGE, state__in=LOST)


def _why(message: Message) -> str:
    if message.channel == Channel.LETTER:
        return _("The letter came back.")
    if message.channel in {Channel.PHONE, Channel.TEXT}:
        return _("The telephone number is wrong or gone.")
    if is_about_the_mailbox(message.error):
        return _("Their mailbox takes no mail: perhaps the address is wrong.")
    return _("The mail did not get through.")


def now_in_words(one: Invitation, *, needs_a_hand: bool) -> str:
    if needs_a_hand:
        return _(
            "We know no other way: a card waits at the front desk. With a new address "
            "or number it goes by itself."
        )
    said = {
        InvitationState.READY: _("It goes another way: %(way)s. It has not left yet."),
        InvitationState.SENT: _("It went another way: %(way)s."),
        InvitationState.UNDELIVERED: _("It was too late for another way."),
        InvitationState.WITHDRAWN: _("It was taken back."),
    }
    words = said.get(InvitationState(one.state), _("They have answered."))
    return words % {"way": one.get_channel_display()}
