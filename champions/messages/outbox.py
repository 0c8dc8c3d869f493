"""How anybody is told anything: one row for each recipient and channel, written in the
caller's transaction, so that nothing is told that did not happen. Sending, printing and
calling come later and elsewhere."""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_q.tasks import async_task

from champions.enums import Channel, CodePurpose, MessageState, Priority
from champions.history import record
from champions.messages.quiet import leaves_at
from champions.messages.ways import is_address, way_to, why_not
from champions.messages.words import Words, forms_of, marks_of, render
from champions.models import Centre, Message, MessageTopic, Person, User
from champions.names import address_key

logger = logging.getLogger(__name__)
Link = Mapping[str, Any]
# A sign-in code that arrives after this is of no use to anybody.
SIGN_IN_FOR = timedelta(minutes=10)
# Told by a person, not by a machine: sent when somebody says so.
BY_HAND = (Channel.LETTER, Channel.PHONE, Channel.IN_PERSON, Channel.TEXT)
# No telephone rings by it: it may be made ready in the evening too.
ON_PAPER = (Channel.LETTER, Channel.IN_PERSON)


class NotAnAddressError(ValueError):
    """What should be an e-mail address is none, or more than one."""


class MessageMovedError(Exception):
    """Somebody else was faster: the message is no longer where the page showed."""


def tell(
    person: Person,
    name: str,
    *,
    event: str,
    context: Mapping[str, Any],
    links: Mapping[str, Link] | None = None,
    topics: Iterable[str] = (),
    channel: str | None = None,
    priority: int = Priority.NOTICE,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    needed_by: datetime | None = None,
    at_once: bool = False,
    calendar: str = "",
    asked_for: bool = False,
) -> Message | None:
    """Tell one person one thing, once. Returns None, and logs why, when they may not
    be told or cannot be reached.

    `name` is "room/name" of its templates; `event`, like "invitation:42", makes the
    key together with person and channel; `topics` are what it can be called off by.
    Without `channel` it goes the person's own, safe way, but is called only where
    nothing can be posted. What is not on paper waits for the end of the centre's quiet
    hours, unless they just did something and expect it (`at_once`), or it would come
    too late then (`needed_by`). Raises LookupError when a template
    asks for a link that is not given.
    """
    reason = why_not(person, asked_for=asked_for)
    way = None if reason else way_to(person, channel, forms=forms_of(name))
    if way is None:
        reason = reason or "no safe way to reach them"
        logger.info("Person %s is not told %s: %s", person.pk, event, reason)
        return None
    return _queue(
        f"{event}:person:{person.pk}:{way}",
        name,
        context={"person": person, "centre": person.centre, **context},
        topics={f"person:{person.pk}", *topics},
        person=person,
        centre=person.centre,
        channel=way,
        language=person.language,
        to_address=where_to(person, way),
        links={**(links or {}), "stop": stop_link(person)},
        priority=priority,
        not_before=not_before
        or leaving_at(person.centre, needed_by, at_once=at_once or way in ON_PAPER),
        not_after=not_after,
        calendar=calendar,
        asked_for=asked_for,
    )


def tell_address(
    address: str,
    name: str,
    *,
    language: str,
    event: str,
    context: Mapping[str, Any],
    priority: int = Priority.SIGN_IN,
    links: Mapping[str, Link] | None = None,
    topics: Iterable[str] = (),
    centre: Centre | None = None,
    not_after: datetime | None = None,
    needed_by: datetime | None = None,
    at_once: bool = False,
    calendar: str = "",
) -> Message:
    """Write to an address that may belong to several people or to nobody: sign-in
    codes, and guests, in the name of their `centre`, which then sees what became of
    it. Raises NotAnAddressError for anything but one plain address."""
    address = address.strip()
    if not is_address(address):
        raise NotAnAddressError
    if priority == Priority.SIGN_IN:
        not_after = not_after or timezone.now() + SIGN_IN_FOR
    # Not the address itself: keys outlive the words of a message.
    known_as = hashlib.sha256(address_key(address).encode()).hexdigest()[:16]
    return _queue(
        f"{event}:address:{known_as}",
        name,
        context=context,
        topics=topics,
        centre=centre,
        channel=Channel.EMAIL,
        language=language,
        to_address=address,
        links=dict(links or {}),
        priority=priority,
        not_before=leaving_at(
            centre, needed_by, at_once=at_once or priority == Priority.SIGN_IN
        ),
        not_after=not_after,
        calendar=calendar,
        asked_for=True,
    )


def tell_by_phone(
    phone: str,
    name: str,
    *,
    to_name: str,
    language: str,
    event: str,
    context: Mapping[str, Any],
    centre: Centre,
    topics: Iterable[str] = (),
    links: Mapping[str, Link] | None = None,
    not_after: datetime | None = None,
) -> Message:
    """Have a guest called who left only a number, like +17055550142: the centre knows
    nothing else of them."""
    known_as = hashlib.sha256(phone.encode()).hexdigest()[:16]
    return _queue(
        f"{event}:phone:{known_as}",
        name,
        context=context,
        topics=topics,
        centre=centre,
        channel=Channel.PHONE,
        language=language,
        to_address=phone,
        to_name=to_name,
        links=dict(links or {}),
        not_after=not_after,
        asked_for=True,
    )


def cancel_topic(topic: str, *, person: Person | None = None) -> int:
    """Call off everything about a topic that has not left yet, for everybody or for
    one person; returns how many. Queue the notice of it afterwards, under a topic of
    its own."""
    concerned = Message.objects.about(topic)
    if person:
        concerned = concerned.filter(person=person)
    return concerned.put_away(MessageState.CANCELLED)


def cancel_topics(topics: Iterable[str]) -> int:
    """The same of several topics, in one question to the database."""
    return Message.objects.about(*topics).put_away(MessageState.CANCELLED)


@transaction.atomic
def posted(messages: Iterable[Message], *, by: User | None) -> int:
    """Somebody says that these letters were posted, these calls made; returns how many
    were still open. Those called off meanwhile stay called off."""
    open_ones = Message.objects.filter(
        pk__in=[message.pk for message in messages],
        state=MessageState.QUEUED,
        channel__in=BY_HAND,
    )
    locked = open_ones.select_for_update(of=("self",))
    told = list(locked.select_related("centre"))
    now = timezone.now()
    open_ones.update(state=MessageState.SENT, sent_at=now)
    for centre in {message.centre for message in told if message.centre}:
        count = sum(message.centre_id == centre.pk for message in told)
        record(centre, "champions.told_by_hand", by=by, count=count)
    return len(told)


@transaction.atomic
def resend(message: Message, *, by: User | None) -> None:
    """Send once more what perhaps left or could not leave. Its Message-ID stays, so
    that a mailbox that got it already can tell. Raises MessageMovedError, also when
    its words are forgotten already."""
    if not message.text:
        raise MessageMovedError
    _move(
        message,
        to=MessageState.QUEUED,
        allowed=(MessageState.AMBIGUOUS, MessageState.FAILED),
        error="",
        not_before=timezone.now(),
        not_after=None,
        first_tried_at=None,
    )
    record(message, "champions.resend_message", by=by)
    ring()


@transaction.atomic
def arrived(message: Message, *, by: User | None) -> None:
    """The recipient says that a message which perhaps left did arrive."""
    _move(
        message,
        to=MessageState.SENT,
        allowed=(MessageState.AMBIGUOUS,),
        sent_at=timezone.now(),
    )
    record(message, "champions.message_arrived", by=by)


def queue_words(
    key: str, words: Words, *, topics: Iterable[str] = (), **fields: Any
) -> Message:
    """Write the row of words that are ready, unless this key was told already."""
    ready = asdict(words)
    with transaction.atomic():
        message, is_new = Message.objects.get_or_create(
            key=key, defaults={**fields, **ready, "message_id": message_id()}
        )
        if is_new:
            MessageTopic.objects.bulk_create(
                MessageTopic(message=message, topic=topic) for topic in set(topics)
            )
    if is_new and message.channel == Channel.EMAIL:
        ring()
    return message


def ring() -> None:
    """Wake the sender once the transaction is committed; a second ring in the same
    transaction adds nothing."""
    if not any(entry[1] is _wake for entry in connection.run_on_commit):
        transaction.on_commit(_wake)


def _wake() -> None:
    async_task("champions.tasks.send_messages")


def _move(
    message: Message, *, to: MessageState, allowed: Iterable[str], **fields: Any
) -> None:
    here = Message.objects.filter(pk=message.pk, state__in=allowed)
    if not here.update(state=to, **fields):
        raise MessageMovedError


def _queue(
    key: str,
    name: str,
    *,
    context: Mapping[str, Any],
    topics: Iterable[str] = (),
    **fields: Any,
) -> Message:
    """Write the row, unless this was told already."""
    if told := Message.objects.filter(key=key).first():
        return told
    channel, language = fields["channel"], fields["language"]
    if missing := marks_of(name, channel) - set(fields["links"]):
        raise LookupError(f"{name} asks for links that are not given: {missing}")
    words = render(
        name,
        channel=channel,
        language=language,
        context=context,
        links=fields["links"],
        centre=fields.get("centre"),
    )
    return queue_words(key, words, topics=topics, name=name, **fields)


def leaving_at(
    centre: Centre | None, needed_by: datetime | None = None, *, at_once: bool = False
) -> datetime:
    """When a mail may leave that is told now, for the quiet hours of its centre."""
    now = timezone.now()
    if at_once or centre is None:
        return now
    return leaves_at(now, centre.tzinfo, needed_by=needed_by)


def where_to(person: Person, way: Channel) -> str:
    """The address or number that a message is kept with: whoever answers “stop” to a
    text is found by it, also after the person's number has changed."""
    if way == Channel.TEXT:
        return person.phone
    return person.email if way == Channel.EMAIL else ""


def message_id() -> str:
    """Ours and not Django's: a resend must carry the same one."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<{uuid.uuid4().hex}@{host}>"


def stop_link(person: Person) -> Link:
    return {
        "purpose": CodePurpose.STOP,
        "id": person.pk,
        "path": f"/{person.language}/stop/{{token}}/",
    }
