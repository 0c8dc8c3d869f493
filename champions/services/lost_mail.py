"""A mail that told one person something and did not arrive: the same words go another
safe way by themselves, once; where there is none, staff are shown whom they would have to
tell. Invitations are looked after in the room above, which knows until when an answer is
of use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from champions.enums import Channel, MessageState, Priority
from champions.messages.bounces import is_about_the_mailbox
from champions.messages.ways import NEAREST, can_reach, who_withdrew, why_not
from champions.models import Message, MessageQuerySet, MessageTopic, Person
from champions.names import address_key
from champions.services.calls import LOOKED_AFTER, ONLY_IN_A_CALL, copy_to

# What was news before that may be none any more: staff decide.
STILL_NEWS = timedelta(days=3)
# Printed, posted, delivered: sooner than that a letter is too late.
LETTER_TAKES = timedelta(days=7)
NOTICE = "notice:"
PERSON = "person:"


def tell_another_way() -> int:
    """Let what did not arrive go the next safe way; returns how many did."""
    since = timezone.now() - STILL_NEWS
    fresh = _lost(Message.objects.all()).filter(first_tried_at__gt=since)
    return sum(_tell_again(message) for message in _open(fresh))


def not_told(messages: MessageQuerySet) -> list[Message]:
    """Of these, what came back and goes no other way by itself."""
    since = timezone.now() - STILL_NEWS
    return [
        message
        for message in _open(_lost(messages).filter(state=MessageState.BOUNCED))
        if not (_is_since(message, since) and _way_for(message))
    ]


def _is_since(message: Message, since: datetime) -> bool:
    return message.first_tried_at is not None and message.first_tried_at > since


def _lost(messages: MessageQuerySet) -> MessageQuerySet:
    """Mail to somebody we know that came back, or that was refused, and was told no other
    way; as long as its words are kept and of use."""
    refused = Q(state=MessageState.FAILED, error__startswith="5")
    of_use = Q(not_after=None) | Q(not_after__gt=timezone.now())
    elsewhere = Q(topic__startswith=ONLY_IN_A_CALL) | Q(topic__startswith=LOOKED_AFTER)
    copies = [Concat(OuterRef("key"), Value(f":{way}")) for way in Channel]
    return messages.filter(
        refused | Q(state=MessageState.BOUNCED),
        of_use,
        ~Exists(MessageTopic.objects.filter(elsewhere, message=OuterRef("pk"))),
        ~Exists(Message.objects.filter(key__in=copies)),
        channel=Channel.EMAIL,
        priority=Priority.NOTICE,
        person__isnull=False,
    ).exclude(text="")


def _open(messages: MessageQuerySet) -> list[Message]:
    """Of these, what their people may still be told, and nothing newer took its place."""
    rows = messages.select_related("person__centre").prefetch_related("topics")
    found = list(rows.order_by("pk"))
    withdrew = who_withdrew(one.person for one in found if one.person)
    newest = _newest_about(found)
    return [
        one
        for one in found
        if one.person
        and not why_not(
            one.person, asked_for=one.asked_for, withdrew=one.person_id in withdrew
        )
        and (one.state == MessageState.BOUNCED or is_about_the_mailbox(one.error))
        and all(newest[one.person_id, name] <= one.pk for name in _about(one))
    ]


def _newest_about(found: list[Message]) -> Counter[tuple[int | None, str]]:
    """For each person and thing, the newest message that told about it."""
    names = {name for one in found for name in _about(one)}
    topics = MessageTopic.objects.filter(
        message__person__in={one.person_id for one in found},
        topic__in=[*names, *(f"{NOTICE}{name}" for name in names)],
    )
    newest: Counter[tuple[int | None, str]] = Counter()
    for person, topic, pk in topics.values_list("message__person", "topic", "message"):
        key = (person, topic.removeprefix(NOTICE))
        newest[key] = max(newest[key], int(pk))
    return newest


def _about(message: Message) -> set[str]:
    """What it is about, whether it is a notice of that or the thing itself."""
    topics = (one.topic for one in message.topics.all())
    return {one.removeprefix(NOTICE) for one in topics if not one.startswith(PERSON)}


def _tell_again(message: Message) -> bool:
    """In one transaction with the look whether somebody else did."""
    with transaction.atomic():
        here = Message.objects.filter(pk=message.pk, state=message.state)
        if not _lost(here).select_for_update(of=("self",)).exists():
            return False
        way = _way_for(message)
        if way is None or message.person is None:
            return False
        copy_to(message, message.person, way)
        # What was refused at the door is no open question any more.
        here.filter(state=MessageState.FAILED).update(state=MessageState.CANCELLED)
    return True


def _way_for(message: Message) -> Channel | None:
    """The nearest to their wish that reaches them, in time; another address is one."""
    person = message.person
    ways: Iterable[Channel] = NEAREST[person.channel] if person else ()
    return next((way for way in ways if person and _does(message, person, way)), None)


def _does(message: Message, person: Person, way: Channel) -> bool:
    if way in {Channel.IN_PERSON, Channel.TEXT} or not can_reach(person, way):
        return False
    if way == Channel.EMAIL:
        return address_key(person.email) != address_key(message.to_address)
    if way == Channel.LETTER and message.not_after:
        return message.not_after > timezone.now() + LETTER_TAKES
    return True
