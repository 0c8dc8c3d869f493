"""What a mail provider reports about a mail: the same outcomes as a delivery report that
comes by mail, and as pressing “no more messages”. Who opened or clicked is no business of
ours: it is not asked for, and not kept where it is told all the same."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.db import transaction

from champions.enums import MessageState
from champions.messages.bounces import came_back, says_a_status
from champions.messages.outbox import MessageMovedError, arrived
from champions.messages.provider_line import MARK
from champions.models import Message
from champions.names import address_key
from champions.services.people import mark_do_not_contact
from champions.services.stopping import living

# Given up by the provider; while it tries on, it says "deferred".
GIVEN_UP = frozenset({EventType.BOUNCED, EventType.REJECTED, EventType.FAILED})
STOPS = frozenset({EventType.COMPLAINED, EventType.UNSUBSCRIBED})
# Where no mail server's own status is told along: RFC 3463, as `bounces` reads it.
STATUS = {
    RejectReason.INVALID: "5.1.1",
    RejectReason.BOUNCED: "5.1.0",
    RejectReason.TIMED_OUT: "4.4.7",
    RejectReason.BLOCKED: "5.7.1",
    RejectReason.SPAM: "5.7.1",
    RejectReason.UNSUBSCRIBED: "5.7.1",
}
NO_REASON = "5.0.0"


def heard(event: AnymailTrackingEvent, **_rest: Any) -> None:
    """Do what one event asks for; nothing where no mail of ours to that very recipient is
    meant, and nothing else when it is told again."""
    with transaction.atomic():
        message = _meant(event)
        if message is None:
            return
        if event.event_type in GIVEN_UP:
            came_back(message.message_id, event.recipient, _said(event))
        elif event.event_type in STOPS and message.person_id:
            if person := living(message.person_id):
                mark_do_not_contact(person, by=None)
        elif event.event_type == EventType.DELIVERED:
            _is_there(message)


def listen() -> None:
    """Called once, at start."""
    tracking.connect(heard, dispatch_uid="mail_events")


def _meant(event: AnymailTrackingEvent) -> Message | None:
    told = event.metadata if isinstance(event.metadata, dict) else {}
    marked = Message.objects.marked(str(told.get(MARK, "")))
    message, to = marked.select_related("person").first(), event.recipient or ""
    return message if message and _is_to(message, to) else None


def _is_to(message: Message, recipient: str) -> bool:
    """The address of a mail is forgotten after a week; who complains later is heard."""
    known = message.to_address or (message.person.email if message.person else "")
    return address_key(known) == address_key(recipient) != ""


def _said(event: AnymailTrackingEvent) -> str:
    words = event.mta_response or event.description or ""
    if says_a_status(words):
        return words
    return f"{STATUS.get(event.reject_reason, NO_REASON)} {words}"


def _is_there(message: Message) -> None:
    """Where we did not hear whether it was taken: now we know."""
    if message.state == MessageState.AMBIGUOUS:
        with suppress(MessageMovedError):
            arrived(message, by=None)
