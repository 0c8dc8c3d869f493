"""The sender is killed at random moments; the mail server's own log is the judge:
nobody was mailed twice, nobody is missing who is not listed as perhaps sent."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from champions.enums import MessageState, Priority
from champions.messages.outbox import tell
from champions.messages.sender import mark_lost
from champions.models import Message
from tests.conftest import PATIENCE, free_port
from tests.databases import database_url
from tests.factories import make_centre, make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parent.parent.parent
WORKERS = 2


class SlowServer:
    """Takes its time before and after it takes a mail, and keeps the log that judges:
    a mail is logged once all its words have arrived, whether or not anybody waits."""

    def __init__(self, seconds):
        self.seconds = seconds
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
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        self.log.extend(envelope.rcpt_tos)
        self.stage = "words"
        await self._take_time()
        self.busy_with -= set(envelope.rcpt_tos)
        return "250 OK"


@pytest.fixture(scope="module")
def running_server():
    controller = Controller(
        SlowServer(0),
        hostname="127.0.0.1",
        port=free_port(),
        ready_timeout=PATIENCE,
    )
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def slow_server(running_server):
    running_server.handler.__init__(0.02)
    return running_server


@pytest.fixture(scope="module")
def forker(running_server, tmp_path_factory, django_db_setup):
    """Takes seconds to start, and has no rows open: it stays for all tests."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.champions.outbox_worker"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "DATABASE_URL": database_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{running_server.port}",
            "TMPDIR": str(tmp_path_factory.mktemp("worker")),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    yield process
    process.stdin.close()
    process.stdout.close()
    process.wait(timeout=10)


@pytest.fixture
def worker(forker, slow_server):
    """Starts senders on request; whatever still lives at the end is killed."""
    started = []

    def start(way="claim"):
        forker.stdin.write(f"{way}\n")
        forker.stdin.flush()
        started.append(int(forker.stdout.readline()))
        return started[-1]

    yield start
    for pid in filter(lives, started):
        kill(pid)


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


def queue(count):
    centre = make_centre()
    for number in range(count):
        tell(
            make_person(centre, email=f"{number}@example.org"),
            "told/code",
            event="news",
            context={"code": number},
            priority=Priority.MAILING,
        )


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


@pytest.mark.parametrize(
    ("count", "kills"),
    [
        pytest.param(60, 3, id="few"),
        pytest.param(2000, 12, id="many", marks=pytest.mark.prove),
    ],
)
def test_nobody_twice_and_nobody_missing_who_is_not_listed(
    slow_server, worker, count, kills
):
    server = slow_server.handler
    queue(count)

    hits = kill_at_random(server, worker, kills, every=count * 0.02 / (3 * kills))
    finish(worker)
    mark_lost(after=timedelta(0))

    mailed, perhaps = Counter(server.log), addresses("ambiguous")
    sys.stdout.write(
        f"\n{connection.vendor}: {count} messages, {kills} kills, {hits} in an open "
        f"claim, {len(perhaps)} perhaps sent ({len(perhaps & mailed.keys())} were)\n"
    )
    assert max(mailed.values()) == 1
    assert addresses("sent") <= mailed.keys()
    assert mailed.keys() | perhaps == {f"{n}@example.org" for n in range(count)}
    assert addresses("sent") | perhaps == mailed.keys() | perhaps
    assert len(perhaps) <= kills * WORKERS
    assert hits == kills


def killed_while(stage, server, worker, way):
    """One message, one sender, killed while the server is at this stage of it."""
    server.seconds = 0.3
    queue(1)
    pid = worker(way)
    until(lambda: server.stage == stage)
    kill(pid)
    server.seconds = 0
    second = worker(way)
    until(lambda: not lives(second))
    mark_lost(after=timedelta(0))
    return len(server.log), Message.objects.get().state


@pytest.mark.parametrize(
    ("way", "stage", "mailed", "state"),
    [
        pytest.param("before", "recipient", 0, "sent", id="marked-before-is-lost"),
        pytest.param("after", "words", 2, "sent", id="marked-after-is-twice"),
        pytest.param("claim", "recipient", 0, "ambiguous", id="claimed-is-listed"),
        pytest.param("claim", "words", 1, "ambiguous", id="claimed-is-not-twice"),
    ],
)
def test_the_proof_would_find_what_a_simpler_sender_does(
    slow_server, worker, way, stage, mailed, state
):
    outcome = killed_while(stage, slow_server.handler, worker, way)

    assert outcome == (mailed, state)
