"""A long mailing through everything that goes wrong at once: killed senders, mailboxes that
refuse for now and for good, a server that is gone for a while. The server's own log is
the judge, against the list of all who were to be told."""

import sys
import time
from collections import Counter
from datetime import timedelta
from threading import Event, Thread

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from champions.enums import MessageState, Priority
from champions.messages.many import Telling, tell_many
from champions.messages.outbox import tell_address
from champions.messages.sender import mark_lost
from champions.models import Message, Person
from tests.champions.senders import (
    WORKERS,
    addresses,
    kill_at_random,
    lives,
    until,
)
from tests.conftest import PATIENCE
from tests.factories import make_centre

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
LATER, NEVER = "451 come again later", "550 nobody of that name"
# Long enough that senders meet a closed door several times.
OUTAGE = 3.0  # seconds
A_CODE_EVERY = 1.0  # seconds
LONGEST_WAIT_FOR_A_CODE = 10.0  # seconds


def address_of(number):
    return f"{number}@example.org"


def queue(count):
    centre = make_centre()
    people = Person.objects.bulk_create(
        Person(centre=centre, first_name="Rosa", email=address_of(n), channel="email")
        for n in range(count)
    )
    for start in range(0, count, 1000):
        tell_many(
            "told/code",
            [
                Telling(person, f"news:{person.pk}", {"code": person.pk})
                for person in people[start : start + 1000]
            ],
        )


def fates(count):
    """One of five is refused for now, one of ten for good."""
    for_now = {address_of(n): [LATER] for n in range(count) if n % 5 == 1}
    for_good = {address_of(n): [NEVER] * 50 for n in range(count) if n % 10 == 3}
    return for_now | for_good


class Codes:
    """Somebody signs in every second, also while thousands of mails wait."""

    def __init__(self, server):
        self.server, self.asked_at = server, {}
        self.over, self.thread = Event(), Thread(target=self._ask)

    def _ask(self):
        while not self.over.wait(A_CODE_EVERY):
            address = f"code-{len(self.asked_at)}@example.org"
            tell_address(
                address, "told/code", language="en", event="code", context={"code": 1}
            )
            self.asked_at[address] = time.monotonic()
        connection.close()

    def waits(self):
        """How long each waited for the code, in seconds; who was cut off by a kill asks
        for another."""
        arrived = self.server.arrived_at
        assert self.asked_at.keys() - arrived.keys() <= addresses("ambiguous")
        return [
            arrived[one] - at for one, at in self.asked_at.items() if one in arrived
        ]

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.over.set()
        self.thread.join()


def ring_the_bell(worker, senders):
    """As the product does, once a second: never more senders than workers."""
    senders[:] = [pid for pid in senders if lives(pid)]
    while len(senders) < WORKERS:
        senders.append(worker())


def nobody_waits_for_a_code():
    codes = Message.objects.filter(priority=Priority.SIGN_IN)
    return not codes.filter(state__in=["queued", "sending"]).exists()


def the_server_is_gone(controller, worker):
    """Nobody answers at its address for a while; senders come and go."""
    ring_the_bell(worker, [])
    mark_lost(after=timedelta(0))
    until(nobody_waits_for_a_code)
    controller.stop()
    end, senders = time.monotonic() + OUTAGE, []
    while time.monotonic() < end:
        ring_the_bell(worker, senders)
        time.sleep(0.1)
    until(lambda: not any(map(lives, senders)))


def finish(worker, *, wait):
    """Until nothing waits any more; `wait` for the pauses, or let their time pass."""
    senders = []
    while Message.objects.filter(state=MessageState.QUEUED).exists():
        ring_the_bell(worker, senders)
        time.sleep(1.0 if wait else 0.05)
        if not wait:
            Message.objects.filter(state=MessageState.QUEUED).update(
                not_before=timezone.now()
            )
    until(lambda: not any(map(lives, senders)))


def again(controller):
    fresh = Controller(
        controller.handler,
        hostname="127.0.0.1",
        port=controller.port,
        ready_timeout=PATIENCE,
    )
    fresh.start()
    return fresh


@pytest.mark.parametrize(
    ("count", "kills", "pause", "wait"),
    [
        # Seconds between two kills for each mail: a quick machine shall not have sent
        # all of a few before the last one.
        pytest.param(60, 2, 0.001, False, id="few"),
        pytest.param(10_000, 20, 0.004, True, id="many", marks=pytest.mark.prove),
    ],
)
def test_nobody_twice_nobody_missing_and_codes_overtake(
    slow_server, worker, count, kills, pause, wait
):
    server = slow_server.handler
    server.__init__(0.002, fates(count))
    queue(count)
    began = time.monotonic()

    with Codes(server) as before:
        hits = kill_at_random(server, worker, kills, every=count * pause / kills)
    the_server_is_gone(slow_server, worker)
    fresh = again(slow_server)
    with Codes(server) as after:
        finish(worker, wait=wait)
    finish(worker, wait=wait)
    fresh.stop()
    mark_lost(after=timedelta(0))

    judge(server, count, kills * WORKERS)
    assert hits == kills
    waits = [*before.waits(), *after.waits()]
    sys.stdout.write(
        f"\n{connection.vendor}: {count} messages in {time.monotonic() - began:.0f} s, "
        f"{kills} kills, all in an open claim; "
        f"{len(addresses('ambiguous'))} perhaps sent; worst wait of {len(waits)} codes "
        f"{max(waits, default=0):.1f} s\n"
    )
    assert not wait or max(waits) < LONGEST_WAIT_FOR_A_CODE


def judge(server, count, most_in_doubt):
    everybody = {address_of(n) for n in range(count)}
    doomed = {one for one in everybody if NEVER in server.answers.get(one, ())}
    mailed = Counter(one for one in server.log if one in everybody)
    perhaps = addresses("ambiguous") & everybody
    sent, failed = addresses("sent") & everybody, addresses("failed") & everybody
    assert max(mailed.values()) == 1
    assert not mailed.keys() & doomed
    assert sent <= mailed.keys()
    assert failed <= doomed
    assert sent | failed | perhaps == everybody
    assert mailed.keys() | perhaps | doomed == everybody
    assert len(perhaps) <= most_in_doubt
