"""One reminder before a gathering, to each person who comes: by mail, text or telephone two
days before, by letter early enough to arrive. As few questions to the database for a
chunk as for one person; done again, or by two workers at once, it reminds nobody twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import translation

from champions.enums import Channel, CodePurpose, MessageState
from champions.messages.many import Telling, Ways, tell_many, ways_of
from champions.models import MessageTopic, TypedCode
from champions.services.codes import issue_code
from meetings.calendars import mailed_calendar
from meetings.enums import Audience, MeetingState, Reply
from meetings.models import Meeting, Seat
from meetings.services import seat_message, telling

REMINDER = "meetings/reminder"
CHUNK = 500
# How many days before; a letter posted later than the second number comes too late.
DAYS_BEFORE = {
    Channel.EMAIL: (2, 0),
    Channel.PHONE: (2, 0),
    Channel.TEXT: (2, 0),
    Channel.LETTER: (10, 4),
}
EMAIL_DAYS = DAYS_BEFORE[Channel.EMAIL]
FARTHEST = timedelta(days=12)
GUESTS_FARTHEST = timedelta(days=EMAIL_DAYS[0] + 1)
# Who answered or heard of it so lately needs no reminder yet.
FRESH = timedelta(hours=48)


def remind(now: datetime) -> int:
    """Remind everybody who is due; returns how many."""
    count, last = _remind_guests(now), 0
    while chunk := list(_coming_soon(now).filter(pk__gt=last)[:CHUNK]):
        count += _remind(chunk, now)
        last = chunk[-1].pk
    return count


def _coming_soon(now: datetime) -> QuerySet[Seat]:
    """Only who has a place: nobody who said no, hopes, waits, or wants no reminders."""
    people = Seat.objects.filter(
        person__wants_reminders=True, meeting__starts_at__lt=now + FARTHEST
    )
    return _with_a_place(people, now)


def _with_a_place(seats: QuerySet[Seat], now: datetime) -> QuerySet[Seat]:
    return (
        seats.filter(
            reply=Reply.COMING,
            meeting__state=MeetingState.ANNOUNCED,
            meeting__starts_at__gt=now,
        )
        .exclude(replied_at__gt=now - FRESH)
        .select_related("person__centre", "centre", "meeting__centre")
        .order_by("pk")
    )


def _remind_guests(now: datetime) -> int:
    """Guests who left an e-mail address, by the rules of everybody else: there are few
    for a date, and who said just now that they come needs none."""
    chunk = list(_guests_coming_soon(now))
    told = _reminded(chunk)
    due = [
        one for one in chunk if one.pk not in told and _in_days(one, EMAIL_DAYS, now)
    ]
    for seat in due:
        telling.reminded(seat)
    return len(due)


def _guests_coming_soon(now: datetime) -> QuerySet[Seat]:
    guests = Seat.objects.filter(
        person=None,
        audience=Audience.GUESTS,
        guest_reach__contains="@",
        meeting__starts_at__lt=now + GUESTS_FARTHEST,
    )
    return _with_a_place(guests, now)


def _remind(chunk: list[Seat], now: datetime) -> int:
    people = [seat.person for seat in chunk if seat.person]
    ways = ways_of(people, REMINDER, with_calls=True)
    told = _reminded(chunk) | _heard_lately(chunk, now)
    due = [seat for seat in chunk if seat.pk not in told and _is_due(seat, ways, now)]
    _give_codes([seat for seat in due if _way_of(seat, ways) == Channel.LETTER])
    return tell_many(REMINDER, list(_tellings(due)), ways=ways)


def _is_due(seat: Seat, ways: Ways, now: datetime) -> bool:
    way = _way_of(seat, ways)
    if way is None:
        return False
    return _in_days(seat, DAYS_BEFORE[way], now)


def _in_days(seat: Seat, days: tuple[int, int], now: datetime) -> bool:
    first, last = days
    today = now.astimezone(seat.meeting.centre.tzinfo).date()
    return last <= (seat.meeting.on - today).days <= first


def _way_of(seat: Seat, ways: Ways) -> Channel | None:
    return ways.of(seat.person, asked_for=False) if seat.person else None


def _reminded(chunk: Iterable[Seat]) -> set[int]:
    """Whose reminder was written; one that a move called off does not count."""
    topics = {telling.topic_of_reminder(seat): seat.pk for seat in chunk}
    known = MessageTopic.objects.filter(topic__in=topics).exclude(
        message__state=MessageState.CANCELLED
    )
    return {topics[topic] for topic in known.values_list("topic", flat=True)}


def _heard_lately(chunk: list[Seat], now: datetime) -> set[int]:
    """Who was told something about the same gathering in the last two days."""
    since = now - FRESH
    meetings = {seat.meeting_id: seat.meeting for seat in chunk}
    topics = {seat_message.topic_of(one): pk for pk, one in meetings.items()}
    topics |= {f"notice:{topic}": pk for topic, pk in topics.items()}
    lately = MessageTopic.objects.filter(
        Q(message__queued_at__gt=since) | Q(message__sent_at__gt=since),
        topic__in=topics,
        message__person__in=[seat.person_id for seat in chunk],
    ).exclude(message__state=MessageState.CANCELLED)
    heard = {
        (person, topics[topic])
        for person, topic in lately.values_list("message__person", "topic")
    }
    return {seat.pk for seat in chunk if (seat.person_id, seat.meeting_id) in heard}


def _give_codes(due: list[Seat]) -> None:
    """A letter prints one. Nearly everybody has it since they were asked."""
    known = set(
        TypedCode.objects.filter(
            purpose=CodePurpose.SEAT, thing_id__in=[seat.pk for seat in due]
        ).values_list("thing_id", flat=True)
    )
    for seat in due:
        if seat.pk not in known:
            issue_code(
                seat.centre,
                purpose=CodePurpose.SEAT,
                thing_id=seat.pk,
                generation=seat.generation,
                live_until=seat.meeting.ends_at,
            )


def _tellings(due: Iterable[Seat]) -> Iterator[Telling]:
    entries: dict[tuple[int, str], str] = {}
    for seat in due:
        person, meeting = seat.person, seat.meeting
        if person is None:
            continue
        language = person.language
        with translation.override(language):
            key = (meeting.pk, language)
            entries[key] = entries.get(key) or _entry(meeting)
            context: dict[str, Any] = seat_message.context_of(seat, REMINDER, language)
        yield Telling(
            person=person,
            # One for each day it was moved to: the earlier ones were called off.
            key=f"reminder:{seat.pk}:{meeting.sequence}",
            context=context,
            links=seat_message.links_of(seat, REMINDER, language),
            topics=[seat_message.topic_of(meeting), telling.topic_of_reminder(seat)],
            calendar=entries[key],
            not_after=meeting.starts_at,
        )


def _entry(meeting: Meeting) -> str:
    return mailed_calendar(meeting, Reply.COMING, url=seat_message.REPLY)
