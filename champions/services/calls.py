"""Calls to make: what became of one, said with one press. What is to be told by telephone,
in a call or a text, falls to another way when the number turns out to be wrong."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from champions.enums import Channel, MessageState
from champions.history import record
from champions.messages.outbox import (
    MessageMovedError,
    leaving_at,
    message_id,
    posted,
    ring,
    where_to,
)
from champions.messages.ways import can_reach, way_to, why_not
from champions.models import Message, MessageQuerySet, MessageTopic, Person, User

NOBODY_ANSWERED_TODAY = timedelta(hours=1)
# How long staff may take back that a letter came back.
MAY_BE_A_SLIP = timedelta(minutes=5)
# A topic that begins so: said in a call, or not at all.
ONLY_IN_A_CALL = "call:"
# What is about one of these finds another way in the room above, which knows until when
# an answer is of use.
LOOKED_AFTER = "invitation:"


@transaction.atomic
def reached(message: Message, *, by: User) -> None:
    """They heard it: it counts as sent. Raises MessageMovedError, like all of these,
    when somebody else was faster."""
    if not posted([message], by=by):
        raise MessageMovedError


@transaction.atomic
def left_message(message: Message, *, by: User) -> None:
    """Neutral words are with somebody or something that answered; only where the person
    said that this is safe."""
    if not may_leave_message(message):
        raise MessageMovedError
    reached(message, by=by)


def may_leave_message(message: Message) -> bool:
    """Never with a guest: nobody has asked them."""
    return bool(message.person and message.person.safe_to_leave_message)


@transaction.atomic
def no_answer(message: Message, *, by: User) -> None:
    """Nobody answered: called again tomorrow, or in an hour when tomorrow is too late."""
    _still_open(message).update(
        attempts=F("attempts") + 1, not_before=_call_again_at(message)
    )
    record(message, "champions.no_answer", by=by)


def _call_again_at(message: Message) -> datetime:
    now = timezone.now()
    zone = message.centre.tzinfo if message.centre else timezone.get_default_timezone()
    day = now.astimezone(zone).date() + timedelta(days=1)
    tomorrow = datetime.combine(day, time.min, tzinfo=zone)
    if message.not_after and message.not_after <= tomorrow:
        return now + NOBODY_ANSWERED_TODAY
    return tomorrow


@transaction.atomic
def wrong_number(message: Message, *, by: User) -> list[Message]:
    """Somebody else has this number. Nobody calls it again, and all that this person
    was to hear by telephone goes another way; returns what does."""
    _still_open(message)
    record(message, "champions.wrong_number", by=by)
    if message.person is None:
        _give_up(message, "wrong number")
        return []
    now = timezone.now()
    Person.objects.filter(pk=message.person.pk).update(phone_wrong_at=now)
    message.person.phone_wrong_at = now
    return [
        other
        for one in _waiting_for(message.person)
        if (other := go_another_way(one, "wrong number"))
    ]


def find_another_way() -> int:
    """Nobody can be called any more at a number that is gone, wrong or not safe, nor be
    sent a text there, or by a centre that sends none any more, nor a letter where one
    came back; returns how many went another way, or nowhere."""
    gone = Q(person__safe_to_phone=False) | Q(person__phone="")
    gone |= Q(person__phone_wrong_at__isnull=False) | Q(person__died_at__isnull=False)
    withdrew = Person.objects.who_withdrew().values("pk")
    never_first = Q(person__do_not_contact_at__isnull=False) | Q(person__in=withdrew)
    gone |= never_first & Q(asked_for=False)
    calls = Message.objects.by_phone().filter(gone).select_related("person__centre")
    texts = Message.objects.texts_to_send().select_related("person__centre")
    letters = _letters_to_nowhere().select_related("person__centre")
    lost = [*calls, *(one for one in texts if not _can_be_texted(one)), *letters]
    for message in lost:
        go_another_way(message, f"no {message.channel} any more")
    return len(lost)


def _letters_to_nowhere() -> MessageQuerySet:
    """Not those that somebody has only just typed in: it may have been a slip."""
    known = timezone.now() - MAY_BE_A_SLIP
    waiting = Message.objects.filter(state=MessageState.QUEUED, channel=Channel.LETTER)
    return waiting.filter(person__address_wrong_at__lt=known)


def _can_be_texted(message: Message) -> bool:
    person = message.person
    if person is None or why_not(person, asked_for=message.asked_for):
        return False
    return can_reach(person, Channel.TEXT)


@transaction.atomic
def go_another_way(message: Message, why: str) -> Message | None:
    """The same words by the way that comes next and is safe: a letter, a mail, or a
    call about what was a text. What is looked after above has failed here."""
    person = message.person
    if person is None or why_not(person, asked_for=message.asked_for):
        Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(
            state=MessageState.CANCELLED, error="may no longer be told"
        )
        return None
    way = way_to(person)
    if way in {None, message.channel} or _goes_nowhere_from_here(message):
        _give_up(message, why)
        return None
    if not Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(
        state=MessageState.CANCELLED, error=why
    ):
        return None
    return copy_to(message, person, way)


def _goes_nowhere_from_here(message: Message) -> bool:
    starts = Q(topic__startswith=ONLY_IN_A_CALL) | Q(topic__startswith=LOOKED_AFTER)
    return message.topics.filter(starts).exists()


def copy_to(message: Message, person: Person, way: Channel) -> Message:
    """The same words once more, to leave by this way. Their richer form is that of one
    channel alone, and an entry for a calendar goes with a mail."""
    is_mail = way == Channel.EMAIL
    other = Message.objects.create(
        centre=message.centre,
        person=person,
        key=f"{message.key}:{way}",
        name=message.name,
        channel=way,
        language=message.language,
        said_in=message.said_in,
        priority=message.priority,
        to_address=where_to(person, way),
        subject=message.subject,
        text=message.text,
        html=message.html if way == message.channel else "",
        calendar=message.calendar if is_mail else "",
        links=message.links,
        message_id=message_id(),
        not_before=_not_before(message, person, way),
        not_after=message.not_after,
        asked_for=message.asked_for,
    )
    MessageTopic.objects.bulk_create(
        MessageTopic(message=other, topic=topic)
        for topic in message.topics.values_list("topic", flat=True)
    )
    if is_mail:
        ring()
    return other


def _not_before(message: Message, person: Person, way: Channel) -> datetime:
    """No sooner than the call itself, unless that was put off because nobody answered."""
    leaves = leaving_at(person.centre, at_once=way != Channel.EMAIL)
    return leaves if message.attempts else max(leaves, message.not_before)


def _waiting_for(person: Person) -> list[Message]:
    calls = Message.objects.by_phone() | Message.objects.texts_to_send()
    waiting = calls.filter(person=person).select_related("centre", "person__centre")
    return list(waiting.order_by("pk"))


def _give_up(message: Message, why: str) -> None:
    """Shown to staff as what did not arrive."""
    Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(
        state=MessageState.FAILED, error=why
    )


def _still_open(message: Message) -> MessageQuerySet:
    here = Message.objects.by_phone().filter(pk=message.pk)
    if not here.select_for_update().exists():
        raise MessageMovedError
    return here
