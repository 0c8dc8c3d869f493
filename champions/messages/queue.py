"""What may leave now, the most urgent first: read some at a time, because reading one row
for each mail takes longer than sending it. Nothing is claimed here."""

from __future__ import annotations

from collections import deque
from time import monotonic

from champions.messages.pace import Paces
from champions.messages.ways import is_address, who_withdrew, why_not
from champions.models import Message, MessageQuerySet

READ_AT_ONCE = 50
# Seconds for which what was read is believed: who asks us to stop is heard, and a sign-in
# code overtakes, also where the server takes its time over each mail.
BELIEVED_FOR = 1.0


class Queue:
    """What one turn of sending has before it, and whose share is used up."""

    def __init__(self) -> None:
        self.paces = Paces()
        self._read: deque[Message] = deque()
        self._believed_until = 0.0
        self._withdrew: frozenset[int] = frozenset()

    def close(self) -> None:
        self.paces.give_back()

    def waiting(self) -> MessageQuerySet:
        return Message.objects.waiting().exclude(self.paces.held_back())

    def next(self) -> Message | None:
        """The most urgent that its centre may send; nothing when all have left."""
        if monotonic() > self._believed_until:
            self._read.clear()
        while self._read or self._read_on():
            message = self._read.popleft()
            if not self.paces.holds_back(message):
                return message
        return None

    def _read_on(self) -> bool:
        # Not joined: fifty mails of one centre would bring it fifty times.
        rows = self.waiting().prefetch_related("person", "centre")
        self._read.extend(rows[:READ_AT_ONCE])
        self._withdrew = who_withdrew(row.person for row in self._read if row.person)
        self._believed_until = monotonic() + BELIEVED_FOR
        return bool(self._read)

    def why_not_now(self, message: Message) -> str:
        """Why its person may not be written to any more; empty when they may."""
        person = message.person
        if person is None:
            return ""
        withdrew = person.pk in self._withdrew
        if reason := why_not(person, asked_for=message.asked_for, withdrew=withdrew):
            return reason
        known = person.safe_to_write and is_address(person.email)
        return "" if known else "no address any more"
