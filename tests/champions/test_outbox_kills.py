"""The sender is killed at random moments; the mail server's own log is the judge:
nobody was mailed twice, nobody is missing who is not listed as perhaps sent."""

import sys
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from champions.enums import Priority
from champions.messages.outbox import tell
from champions.messages.sender import mark_lost
from champions.models import Message
from tests.champions.senders import (
    WORKERS,
    addresses,
    finish,
    kill,
    kill_at_random,
    lives,
    until,
)
from tests.factories import make_centre, make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


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
