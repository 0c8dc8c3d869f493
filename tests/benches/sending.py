"""Sending, as a ratio to a bare loop over one connection that claims and records nothing:
the same mails, built the same way, taken by the same server on this machine."""

import statistics
import subprocess
import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402  after the set-up
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from champions.enums import Priority  # noqa: E402
from champions.messages import sender  # noqa: E402
from champions.messages.outbox import tell  # noqa: E402
from champions.messages.post import line  # noqa: E402
from champions.models import Message  # noqa: E402
from tests.conftest import free_port  # noqa: E402
from tests.factories import make_centre, make_person  # noqa: E402

MAILS, ROUNDS = 1_000, 5
LEAST_SHARE = 0.5  # of the speed of the bare loop
SERVER = """
import sys, time
from aiosmtpd.controller import Controller
class Sink:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
one = Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[1]), ready_timeout=60)
one.start()
print("ready", flush=True)
sys.stdin.read()
"""


def bare(messages):
    way = line()
    way.open()
    for message in messages:
        way.send_messages([sender.as_email(message)])
    way.close()


def ours():
    while sender.send_waiting(seconds=5):
        pass


def timed(work, *given):
    began = time.perf_counter()
    work(*given)
    return time.perf_counter() - began


def once():
    """Mails a second of both, one straight after the other."""
    Message.objects.update(state="queued", attempts=0)
    messages = list(Message.objects.select_related("person", "centre"))
    rates = MAILS / timed(bare, messages), MAILS / timed(ours)
    assert Message.objects.filter(state="sent").count() == MAILS
    return rates


def main():
    """Not zero where sending became too slow beside the bare loop."""
    call_command("migrate", verbosity=0)
    centre = make_centre()
    for number in range(MAILS):
        tell(
            make_person(centre, email=f"{number}@example.org"),
            "meetings/moved_on",
            event="bench",
            context={"circle": "Maple"},
            priority=Priority.MAILING,
        )
    port = free_port()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
    server = subprocess.Popen(  # noqa: S603  our own words
        [sys.executable, "-c", SERVER, str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    server.stdout.readline()
    settings.MAILS_A_MINUTE = 1_000_000  # the pace is counted, and holds nobody back
    rounds = [once() for _round in range(ROUNDS)]
    ratios = sorted(ours / bare for bare, ours in rounds)
    share = statistics.median(ratios)
    sys.stdout.write(
        f"{connection.vendor}: {MAILS} mails, {ROUNDS} rounds\n"
        f"bare loop {statistics.median(one[0] for one in rounds):7.0f} a second\n"
        f"ours      {statistics.median(one[1] for one in rounds):7.0f} a second\n"
        f"ratio     {share:7.2f}"
        f" ({ratios[0]:.2f} to {ratios[-1]:.2f}; at least {LEAST_SHARE})\n"
    )
    server.stdin.close()
    server.wait(timeout=10)
    return int(share < LEAST_SHARE)


if __name__ == "__main__":
    sys.exit(main())
