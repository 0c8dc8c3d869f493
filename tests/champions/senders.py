"""A mail server that keeps the log by which senders are judged, and senders to be killed
at random moments of their work."""

import asyncio
import os
import random
import signal
import time
from pathlib import Path

from champions.enums import MessageState
from champions.models import Message

ROOT = Path(__file__).resolve().parent.parent.parent
WORKERS = 2


class SlowServer:
    """Takes its time before and after it takes a mail, and keeps the log that judges:
    a mail is logged once all its words have arrived, whether or not anybody waits.
    `answers` are what a recipient is refused with, one after the other."""

    def __init__(self, seconds, answers=None):
        self.seconds = seconds
        self.answers = answers or {}
        self.arrived_at = {}
        self.held = False
        self.log = []
        self.stage = ""
        self.busy_with = set()

    async def _take_time(self):
        await asyncio.sleep(self.seconds)
        while self.held:
            await asyncio.sleep(0.002)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  aiosmtpd's name
        self.stage = "recipient"
        self.busy_with.add(address)
        await self._take_time()
        if self.answers.get(address):
            self.busy_with.discard(address)
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        self.log.extend(envelope.rcpt_tos)
        now = time.monotonic()
        self.arrived_at |= dict.fromkeys(envelope.rcpt_tos, now)
        self.stage = "words"
        await self._take_time()
        self.busy_with -= set(envelope.rcpt_tos)
        return "250 OK"


def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def kill(pid):
    os.kill(pid, signal.SIGKILL)
    until(lambda: not lives(pid))


def until(true, seconds=120):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.002)


def addresses(*states):
    messages = Message.objects.filter(state__in=states)
    return set(messages.values_list("to_address", flat=True))


def kill_at_random(server, worker, kills, every):
    """Kill all senders `kills` times, `every` so many seconds of work on average, and
    each time while the server keeps one of them waiting; returns how many kills hit a
    claim that was open."""
    hits = 0
    for _ in range(kills):
        left_before = Message.objects.filter(state=MessageState.SENDING).count()
        taken = len(server.log)
        server.busy_with.clear()  # of whom the last kill cut off
        senders = [worker() for _ in range(WORKERS)]
        until(lambda taken=taken: len(server.log) > taken)
        time.sleep(random.uniform(0, 2 * every))  # noqa: S311  no secret
        server.held = True
        until(lambda: server.busy_with)
        for pid in senders:
            kill(pid)
        server.held = False
        left = Message.objects.filter(state=MessageState.SENDING).count()
        hits += left > left_before
    return hits


def finish(worker):
    for pid in [worker() for _ in range(WORKERS)]:
        until(lambda pid=pid: not lives(pid))
