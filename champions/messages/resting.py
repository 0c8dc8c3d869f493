"""Letting what waits about a topic rest, and go on: nothing of it leaves meanwhile, on no
channel, but what a sender holds in its hands at that moment."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from champions.enums import MessageState
from champions.messages.outbox import ring
from champions.messages.sender import TOO_LATE
from champions.models import Message


@dataclass(frozen=True)
class GoneOn:
    """What became of messages that rested: `count` go on, `late` never will."""

    count: int
    late: int


def pause_topic(topic: str) -> int:
    """Let everything about a topic rest that has not left yet; returns how many."""
    return Message.objects.about(topic).put_away(MessageState.PAUSED)


@transaction.atomic
def go_on_topic(topic: str) -> GoneOn:
    """Let it go on, as if it had never been tried; what would come too late is called
    off. Mail waits for the end of the quiet hours while it is sent."""
    now, concerned = timezone.now(), Message.objects.about(topic)
    concerned.filter(if_put_back=MessageState.PAUSED).update(if_put_back="")
    resting = concerned.filter(state=MessageState.PAUSED)
    late = resting.filter(not_after__lt=now).update(
        state=MessageState.CANCELLED, error=TOO_LATE
    )
    count = resting.update(state=MessageState.QUEUED, first_tried_at=None)
    ring()
    return GoneOn(count, late)
