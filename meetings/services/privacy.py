"""What this room holds about a person: shown, wiped, or moved to another record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from champions.enums import CodePurpose, MessageState
from champions.messages.outbox import cancel_topic
from champions.models import Message, Person
from champions.services.codes import revoke_code
from meetings.enums import InvitationState, Reply
from meetings.models import (
    AgendaItem,
    Attendance,
    Invitation,
    Meeting,
    Need,
    Prescribed,
    Seat,
    Thanks,
)
from meetings.services import privacy_how_often
from meetings.services.papers import forget_papers_of
from meetings.services.places import lock_places, offer_next

Rows = list[Any]
# An invitation that was answered tells more than one that was not.
ANSWERED = frozenset(
    {
        InvitationState.ANSWERED,
        InvitationState.MAYBE_LATER,
        InvitationState.DECLINED,
    }
)


def record_of(person: Person) -> dict[str, Rows]:
    """Everything of this room that is about one person, by kind of thing."""
    seats = Seat.objects.filter(person=person)
    return {
        "seats": list(
            seats.values(
                "pk",
                "meeting",
                "meeting__kind",
                "meeting__on",
                "meeting__place",
                "audience",
                "reply",
                "companions",
                "guest_name",
                "guest_reach",
                "helped_by",
                "answered_how",
                "replied_at",
                "said_yes_at",
                "waiting_since",
                "offered_until",
                "walked_in",
                "created_at",
            )
        ),
        "needs": list(
            Need.objects.filter(seat__person=person).values(
                "seat",
                "kind",
                "words",
                "tell_group",
                "arranged_words",
                "arranged_at",
            )
        ),
        "attendances": list(
            Attendance.objects.filter(seat__person=person).values(
                "seat", "part__title", "came", "marked_at"
            )
        ),
        "invitations": list(
            Invitation.objects.filter(person=person).values(
                "meeting",
                "meeting__on",
                "mailing",
                "route",
                "channel",
                "wished_channel",
                "state",
                "decline_reason",
                "created_at",
                "sent_at",
                "answered_at",
            )
        ),
        "prescribed": list(
            Prescribed.objects.filter(person=person).values(
                "by__first_name", "created_at", "invitation__meeting__on"
            )
        ),
        "agenda_items": list(
            AgendaItem.objects.filter(person=person).values("meeting", "words", "at")
        ),
        "chaired": list(_days(Meeting.objects.filter(chair=person))),
        "hosted": list(_days(Meeting.objects.filter(hosts=person))),
        "thanks_given": list(
            Thanks.objects.filter(from_whom=person).values("to_words", "words", "at")
        ),
        "thanks_received": list(
            Thanks.objects.filter(to=person).values(
                "from_whom__first_name", "words", "at"
            )
        ),
        "noted": list(_days(Meeting.objects.filter(notes_by=person))),
        **privacy_how_often.record_of(person),
    }


def _days(meetings: Any) -> Any:
    return meetings.values("pk", "kind", "on", "place")


@transaction.atomic
def erase(person: Person) -> None:
    """Wipe what a person said and what would have helped them. What was, stays as a
    number: that somebody was asked, came, or declined. Places still to come are given
    to those who wait, and no link or code of theirs opens anything any more."""
    forget_papers_of(person)
    Need.objects.filter(seat__person=person).delete()
    AgendaItem.objects.filter(person=person).delete()
    # Thanks belong to whom they are given.
    Thanks.objects.filter(to=person).delete()
    Thanks.objects.filter(from_whom=person).update(from_whom=None)
    _close_links(person)
    ahead = Seat.objects.filter(person=person, meeting__starts_at__gt=timezone.now())
    for seat in ahead.select_related("meeting").order_by("meeting_id"):
        _give_up(seat)
    Seat.objects.filter(person=person).update(helped_by="", companions=0)
    pending = [InvitationState.READY, InvitationState.SENT, InvitationState.UNDELIVERED]
    invitations = Invitation.objects.filter(person=person)
    invitations.filter(state__in=pending).update(state=InvitationState.WITHDRAWN)
    invitations.update(decline_reason="")
    Prescribed.objects.filter(person=person).delete()
    Meeting.objects.filter(chair=person).update(chair=None)
    Meeting.objects.filter(notes_by=person).update(notes_by=None)
    _hosts(Meeting.objects.filter(hosts=person), person, None)
    privacy_how_often.erase(person)


def _close_links(person: Person) -> None:
    """A higher generation makes every link useless; the codes are taken back."""
    seats = Seat.objects.filter(person=person)
    invitations = Invitation.objects.filter(person=person)
    for purpose, things in (
        (CodePurpose.SEAT, seats.values_list("pk", flat=True)),
        (CodePurpose.INVITATION, invitations.values_list("pk", flat=True)),
    ):
        for pk in things:
            revoke_code(purpose=purpose, thing_id=pk)
    seats.update(generation=F("generation") + 1)
    invitations.update(generation=F("generation") + 1)


def _give_up(seat: Seat) -> None:
    """Take a seat away; its place goes to who waits longest."""
    lock_places(seat.meeting, seat.audience)
    meeting, audience = seat.meeting, seat.audience
    seat.delete()
    offer_next(meeting, audience)


@transaction.atomic
def merge(person: Person, into: Person) -> None:
    """The two are one person: everything of the first becomes the second's. Where both
    have a seat or an invitation, the one that says more is kept."""
    _merge_seats(person, into)
    _merge_invitations(person, into)
    _merge_prescribed(person, into)
    AgendaItem.objects.filter(person=person).update(person=into)
    Thanks.objects.filter(to=person).update(to=into)
    Thanks.objects.filter(from_whom=person).update(from_whom=into)
    Meeting.objects.filter(chair=person).update(chair=into)
    Meeting.objects.filter(notes_by=person).update(notes_by=into)
    _hosts(Meeting.objects.filter(hosts=person), person, into)
    privacy_how_often.merge(person, into)


def _merge_seats(person: Person, into: Person) -> None:
    theirs = {seat.meeting_id: seat for seat in Seat.objects.filter(person=into)}
    for seat in Seat.objects.filter(person=person).select_related("meeting"):
        other = theirs.get(seat.meeting_id)
        if other:
            said_more = seat.reply != Reply.ASKED and other.reply == Reply.ASKED
            kept, gone = (seat, other) if said_more else (other, seat)
            _take_over(kept, gone)
        Seat.objects.filter(pk=seat.pk).update(person=into)


def _take_over(kept: Seat, gone: Seat) -> None:
    """Ticks and needs of a seat that goes, where the one that stays has none."""
    parts = kept.attendances.filter(came=True).values("part")
    kept.attendances.exclude(part__in=parts).filter(
        part__in=gone.attendances.values("part")
    ).delete()
    gone.attendances.exclude(part__in=kept.attendances.values("part")).update(seat=kept)
    gone.needs.exclude(kind__in=kept.needs.values("kind")).update(seat=kept)
    gone.meeting = kept.meeting
    _call_off_replies(gone)
    revoke_code(purpose=CodePurpose.SEAT, thing_id=gone.pk)
    _give_up(gone)


def _call_off_replies(gone: Seat) -> None:
    """What waits with the link of a seat that goes: the one that stays has its own."""
    theirs = Message.objects.filter(
        person=gone.person_id,
        links__reply__purpose=CodePurpose.SEAT.value,
        links__reply__id=gone.pk,
    )
    theirs.put_away(MessageState.CANCELLED)


def _merge_invitations(person: Person, into: Person) -> None:
    theirs = {one.meeting_id: one for one in Invitation.objects.filter(person=into)}
    for one in Invitation.objects.filter(person=person):
        other = theirs.get(one.meeting_id)
        if other:
            said_more = one.state in ANSWERED and other.state not in ANSWERED
            gone = other if said_more else one
            revoke_code(purpose=CodePurpose.INVITATION, thing_id=gone.pk)
            cancel_topic(f"invitation:{gone.pk}")
            _hand_on(gone, one if gone is other else other)
            Invitation.objects.filter(pk=gone.pk).delete()
        Invitation.objects.filter(pk=one.pk).update(person=into)


def _hand_on(gone: Invitation, kept: Invitation) -> None:
    """Who thought of them for an invitation that goes, thought of them for the other."""
    known = set(kept.prescribed.values_list("by", flat=True))
    for row in gone.prescribed.all():
        if row.by_id not in known:
            Prescribed.objects.filter(pk=row.pk).update(invitation=kept)


def _merge_prescribed(person: Person, into: Person) -> None:
    """Each provider waits for them once."""
    mine = Prescribed.objects.filter(person=person)
    theirs = Prescribed.objects.filter(person=into, invitation=None)
    waiting = set(theirs.values_list("by", flat=True))
    mine.filter(invitation=None, by__in=waiting - {None}).delete()
    mine.update(person=into)


def _hosts(meetings: Iterable[Meeting], gone: Person, into: Person | None) -> None:
    for meeting in meetings:
        meeting.hosts.remove(gone)
        if into:
            meeting.hosts.add(into)
