"""Mails that came back: only one of ours that left to that very recipient, known by its
Message-ID, which nobody else can guess. Nothing is done by an address alone, so that a
forged report touches nobody."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from champions.enums import Channel, MessageState
from champions.history import record
from champions.models import Message, Person
from champions.names import address_key

# A report may overtake what the sender writes down, or answer what a crash left open.
MAY_COME_BACK = (MessageState.SENT, MessageState.SENDING, MessageState.AMBIGUOUS)
# RFC 3463: class, subject, detail; a subject says what the fault is about.
ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.\d{1,3}\b")
BASIC = re.compile(r"\b([45]\d\d)\b")
# Addresses, mailboxes and the way to their server. The other subjects are about us, the
# line or the words: the next mail may well arrive.
ABOUT_THE_MAILBOX = frozenset({"1", "2", "4"})
NO_STATUS = "5.0.0"
LONGEST = 200


def came_back(message_id: str, recipient: str, said: str) -> Message | None:
    """The mail with this Message-ID did not arrive at this recipient, for good; `said`
    is what the other side said about it. Nothing where no mail of ours is meant;
    saying it twice changes nothing."""
    sent = Message.objects.filter(
        message_id=message_id, channel=Channel.EMAIL, state__in=MAY_COME_BACK
    )
    with transaction.atomic():
        message = sent.select_for_update(of=("self",)).first() if message_id else None
        if message is None or not _is_to(message, recipient):
            return None
        now, words = timezone.now(), in_short(said, message.to_address)
        sent.filter(pk=message.pk).update(
            state=MessageState.BOUNCED,
            error=words,
            came_back_at=now,
            sent_at=message.sent_at or message.claimed_at or now,
        )
        refused(message, words, now)
        record(message, "champions.came_back", by=None)
    message.refresh_from_db()
    return message


def refused(message: Message, said: str, now: datetime) -> None:
    """A mail server refused it: no other mail goes to that mailbox for a while, if it is
    the mailbox that is at fault."""
    if message.person_id and is_about_the_mailbox(said):
        here = Person.objects.filter(pk=message.person_id)
        # Meanwhile they may have another address.
        here.filter(email_key=address_key(message.to_address)).update(
            email_refused_at=now
        )


def is_about_the_mailbox(said: str) -> bool:
    """Whether what a mail server said means that the address itself is no good: for
    good, and not because of us (a server that has blocked ours says 5.7.1 to each)."""
    if not said.startswith("5"):
        return False
    found = ENHANCED.search(said)
    return found is None or found[2] in ABOUT_THE_MAILBOX


def says_a_status(said: str) -> bool:
    """Whether a mail server's own number is among these words."""
    return bool(ENHANCED.search(said) or BASIC.search(said))


def in_short(said: str, address: str) -> str:
    """What is kept of it: begins with the status, and names nobody."""
    words = " ".join(said.split())
    found = ENHANCED.search(words) or BASIC.search(words)
    status = found[0] if found else NO_STATUS
    rest = words.removeprefix(status).strip()
    return without(address, f"{status} {rest}".strip())[:LONGEST]


def without(address: str, words: str) -> str:
    """These words, naming nobody, however the other side writes the address."""
    return re.sub(re.escape(address), "…", words, flags=re.I) if address else words


def _is_to(message: Message, recipient: str) -> bool:
    return address_key(message.to_address) == address_key(recipient) != ""
