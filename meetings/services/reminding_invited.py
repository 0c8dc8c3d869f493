"""One more time, and never again: whoever was reached by an invitation and has not answered
is asked once more, by the same channel. A no is fine; so is silence.

As few questions to the database for a chunk as for one person. Done again, or by two
workers at once, it asks nobody twice; pausing or stopping a mailing holds its reminders.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from champions.enums import Channel, MessageState, Priority
from champions.messages.many import Telling, tell_many
from champions.models import MessageTopic, Person
from meetings.enums import (
    InvitationState,
    MailingState,
    MeetingState,
    Reply,
)
from meetings.models import Invitation, Mailing, Seat
from meetings.services.draw_day import end_of_replies
from meetings.services.invitations import (
    Workshop,
    about,
    context_of,
    link_with_its_day,
    topics_of,
)
from meetings.services.mailing_reminder import topic_of_mailing
from meetings.services.telling import topic_of_asking_again
from meetings.workshop_dates import (
    LAST_REMINDER_BEFORE_REPLY,
    NOT_REMINDED_FOR,
    REMIND_BEFORE_REPLY,
)

REMINDER = "meetings/invitation_reminder"
CHUNK = 200
# So many days before the last day for an answer it is still of use.
OF_USE = {
    Channel.LETTER: LAST_REMINDER_BEFORE_REPLY,
    Channel.IN_PERSON: timedelta(days=3),
}
OF_USE_ELSE = timedelta(days=2)
GOING = (MailingState.SENDING, MailingState.SENT)


def remind_invited(now: datetime, *, seconds: float) -> bool:
    """Ask everybody who is due once more; True when the time was over, with more to do."""
    end, last = monotonic() + seconds, 0
    while chunk := list(_reached(now).filter(pk__gt=last)[:CHUNK]):
        _remind([one for one in chunk if _is_due(one, now)], now)
        last = chunk[-1].pk
        if monotonic() > end:
            return True
    return False


def unanswered(mailing: Mailing) -> QuerySet[Invitation]:
    """Who would be asked once more if it were today, as far as one knows before."""
    return may_be_reminded().filter(mailing=mailing)


def may_be_reminded() -> QuerySet[Invitation]:
    """Reached and not answered, as the one and the other is known now. Not who wants no
    reminders, is a champion already, or is talked with first."""
    said = Seat.objects.filter(
        meeting=OuterRef("meeting"), person=OuterRef("person")
    ).exclude(reply=Reply.ASKED)
    return (
        Invitation.objects.filter(
            state=InvitationState.SENT,
            person__in=Person.objects.may_be_asked().not_talked_with_first(),
            person__wants_reminders=True,
            person__champion=None,
        )
        .exclude(Exists(said))
        .order_by("pk")
    )


def _reached(now: datetime) -> QuerySet[Invitation]:
    going = Q(mailing=None) | Q(
        mailing__state__in=GOING, mailing__reminds_on__isnull=False
    )
    ahead = Q(
        meeting__state=MeetingState.ANNOUNCED,
        meeting__reply_by__gte=(now - timedelta(days=1)).date(),
    )
    return (
        may_be_reminded()
        .filter(going, ahead, sent_at__lte=now - NOT_REMINDED_FOR)
        .select_related(
            "person__centre",
            "centre",
            "invited_by",
            "mailing",
            "meeting__centre",
            "meeting__circle__lead",
            "meeting__followed_by",
        )
    )


def _is_due(one: Invitation, now: datetime) -> bool:
    by_when, mailing = one.meeting.reply_by, one.mailing
    if by_when is None:
        return False
    begins = mailing.reminds_on if mailing else by_when - REMIND_BEFORE_REPLY
    ends = by_when - OF_USE.get(Channel(one.channel), OF_USE_ELSE)
    today = now.astimezone(one.centre.tzinfo).date()
    return begins is not None and begins <= today <= ends


@transaction.atomic
def _remind(due: list[Invitation], now: datetime) -> int:
    """The locks keep a pause, a stop or “no reminder” from slipping in between, and an
    answer: who says something at this moment is asked nothing more."""
    if not due:
        return 0
    ids = sorted({one.mailing_id for one in due if one.mailing_id})
    locked = Mailing.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    going = {one.pk: one.reminds_on for one in locked if one.state in GOING}
    told, silent = _told_lately(due, now), _still_silent(due)
    still = [
        one
        for one in due
        if one.pk in silent
        and (one.person_id, one.meeting_id) not in told
        and (one.mailing is None or going.get(one.mailing.pk) == one.mailing.reminds_on)
    ]
    return tell_many(REMINDER, list(_tellings(still)))


def _still_silent(due: Iterable[Invitation]) -> set[int]:
    """Who may be asked once more as it stands now, until the end of the transaction."""
    rows = may_be_reminded().filter(pk__in=[one.pk for one in due])
    return set(rows.select_for_update(of=("self",)).values_list("pk", flat=True))


def _told_lately(due: Iterable[Invitation], now: datetime) -> set[tuple[int, int]]:
    """Who was asked once more before, as person and workshop, also when that was taken
    back; or heard something else of it in the last days."""
    since = now - NOT_REMINDED_FOR
    meetings = {one.meeting_id for one in due}
    again = {topic_of_asking_again(pk): pk for pk in meetings}
    heard = {f"meeting:{pk}": pk for pk in meetings}
    heard |= {f"notice:meeting:{pk}": pk for pk in meetings}
    lately = Q(message__queued_at__gt=since) | Q(message__sent_at__gt=since)
    rows = MessageTopic.objects.filter(
        Q(topic__in=again)
        | (Q(topic__in=heard) & lately & ~Q(message__state=MessageState.CANCELLED)),
        message__person__in=[one.person_id for one in due],
    )
    topics = again | heard
    return {
        (person, topics[topic])
        for person, topic in rows.values_list("message__person", "topic")
    }


def _tellings(due: Iterable[Invitation]) -> Iterator[Telling]:
    workshops: dict[int, Workshop] = {}
    for one in due:
        if one.meeting_id not in workshops:
            workshops[one.meeting_id] = about(one.meeting)
        words = workshops[one.meeting_id]
        yield Telling(
            person=one.person,
            # Once for a person and a workshop, whatever becomes of either.
            key=f"asked_again:{one.meeting_id}:person:{one.person_id}",
            context=context_of(one, words),
            links={"reply": link_with_its_day(one, one.meeting)},
            topics=_topics_of(one),
            calendar=words.entry_in(one.person.language),
            not_after=end_of_replies(one.meeting),
            channel=Channel(one.channel),
            priority=Priority.MAILING,
        )


def _topics_of(one: Invitation) -> list[str]:
    own = [topic_of_asking_again(one.meeting_id)]
    if one.mailing_id:
        own.append(topic_of_mailing(one.mailing_id))
    return [*topics_of(one), *own]
