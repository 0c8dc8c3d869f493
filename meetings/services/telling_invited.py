"""People who were invited to a welcome workshop and have not answered: they too are told
when it is moved or called off. They may be thousands, so it is done in the background,
a chunk at a time; whoever does it again tells nobody twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation

from champions.enums import CodePurpose, MessageState
from champions.messages.many import Telling, tell_many
from champions.models import MessageTopic, TypedCode
from meetings.calendars import mailed_calendar
from meetings.enums import InvitationState, MeetingKind, MeetingState, Reply
from meetings.models import Invitation, Meeting, Seat
from meetings.services import telling
from meetings.services.counted import keep_codes_alive
from meetings.services.invitations import MESSAGE, invite_again, reply_link
from meetings.services.seat_message import CALLED_OFF, MOVED, REPLY, facts_of, topic_of

CHUNK = 200
UNANSWERED = (InvitationState.READY, InvitationState.SENT)
# An invitation in one of these has left, or perhaps has.
LEFT = (MessageState.SENT, MessageState.SENDING, MessageState.AMBIGUOUS)


def tell_of_changes() -> None:
    """Every workshop to come that was moved or called off: what a stopped machine left
    undone is done."""
    changed = Meeting.objects.filter(
        kind=MeetingKind.WELCOME, ends_at__gt=timezone.now(), sequence__gt=0
    )
    for workshop in changed.select_related("centre", "followed_by"):
        tell_invited(workshop)


def tell_invited(workshop: Meeting) -> int:
    """Those whose invitation has left hear of the change; those whose invitation was
    stopped by a move get it with the new day. Returns how many were told."""
    count, last = 0, 0
    if workshop.state == MeetingState.ANNOUNCED:
        keep_codes_alive(workshop)
    while chunk := list(_unanswered(workshop).filter(pk__gt=last)[:CHUNK]):
        count += _tell_chunk(workshop, chunk)
        last = chunk[-1].pk
    return count


def _unanswered(workshop: Meeting) -> QuerySet[Invitation]:
    seats = Seat.objects.filter(meeting=workshop, person=OuterRef("person"))
    rows = Invitation.objects.filter(meeting=workshop, state__in=UNANSWERED)
    return (
        rows.exclude(Exists(seats))
        .select_related("person__centre", "centre", "invited_by", "mailing")
        .order_by("pk")
    )


def _tell_chunk(workshop: Meeting, chunk: list[Invitation]) -> int:
    left, stopped = _have_left(chunk)
    if workshop.state == MeetingState.CANCELLED:
        return _tell(workshop, left, CALLED_OFF, "called_off")
    if workshop.state != MeetingState.ANNOUNCED:
        return 0
    _keep_codes_alive(workshop, chunk)
    again = sum(invite_again(one, workshop) for one in stopped)
    return again + _tell(workshop, left, MOVED, f"moved:{workshop.sequence}")


def _have_left(
    chunk: Iterable[Invitation],
) -> tuple[list[Invitation], list[Invitation]]:
    """Whose invitation has left the house, and whose was stopped before."""
    topics = {f"invitation:{one.pk}": one for one in chunk}
    told = MessageTopic.objects.filter(topic__in=topics, message__name=MESSAGE)
    states: dict[str, list[str]] = {}
    for topic, state in told.order_by("message_id").values_list(
        "topic", "message__state"
    ):
        states.setdefault(topic, []).append(state)
    left, stopped = [], []
    for topic, one in topics.items():
        found = states.get(topic, [])
        if set(found) & set(LEFT):
            left.append(one)
        # Before it there may be one that did not arrive.
        elif found and found[-1] == MessageState.CANCELLED:
            stopped.append(one)
    return left, stopped


def _keep_codes_alive(workshop: Meeting, chunk: Iterable[Invitation]) -> None:
    codes = TypedCode.objects.filter(
        purpose=CodePurpose.INVITATION, thing_id__in=[one.pk for one in chunk]
    )
    codes.update(live_until=workshop.starts_at)


def _tell(
    workshop: Meeting, invitations: list[Invitation], name: str, event: str
) -> int:
    entries = {
        language: _entry(workshop, language)
        for language in {one.person.language for one in invitations}
    }
    return tell_many(
        name,
        [
            Telling(
                person=one.person,
                key=f"{event}:invitation:{one.pk}",
                context=_context(one, workshop, name),
                links={} if name == CALLED_OFF else {"reply": reply_link(one)},
                topics=[f"notice:{topic_of(workshop)}"],
                calendar=entries[one.person.language],
                not_after=workshop.ends_at,
                needed_by=telling.day_begins(workshop, workshop.on),
            )
            for one in invitations
        ],
    )


def _entry(workshop: Meeting, language: str) -> str:
    with translation.override(language):
        return mailed_calendar(workshop, Reply.ASKED, url=REPLY)


def _context(one: Invitation, workshop: Meeting, name: str) -> dict[str, Any]:
    language = one.person.language
    with translation.override(language):
        facts = facts_of(workshop, name, language)
    return {**facts, "name": one.person.first_name}
