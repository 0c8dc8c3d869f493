"""What somebody of staff gives into a person's own hand, at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from champions.enums import Channel, MessageState
from champions.messages.outbox import Link, queue_words
from champions.messages.words import render
from champions.models import Message, Person


def hand_over(
    person: Person,
    name: str,
    *,
    event: str,
    context: Mapping[str, Any],
    links: Mapping[str, Link],
    topics: Iterable[str] = (),
) -> Message:
    """Write down that these words were told, once; nothing leaves by it. Whoever calls
    has asked whether the person may be told anything."""
    words = render(
        name,
        channel=Channel.IN_PERSON,
        language=person.language,
        context={"person": person, "centre": person.centre, **context},
        centre=person.centre,
    )
    return queue_words(
        f"{event}:person:{person.pk}:{Channel.IN_PERSON}",
        words,
        topics={f"person:{person.pk}", *topics},
        name=name,
        person=person,
        centre=person.centre,
        channel=Channel.IN_PERSON,
        language=person.language,
        links=dict(links),
        state=MessageState.SENT,
        sent_at=timezone.now(),
    )
