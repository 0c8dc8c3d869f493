"""A worker to be killed: forks senders on demand, in one of three ways of sending.

Reads the way from each line of its input, answers with the process id of a sender that
works until nothing waits. Only `claim` is how the product sends; the other two show
what the proof would find.
"""

import contextlib
import os
import signal
import sys

import django

django.setup()

from champions.messages import sender  # noqa: E402  after the set-up
from champions.messages.post import line  # noqa: E402
from champions.models import Message  # noqa: E402


def claim():
    while sender.send_waiting(seconds=5):
        pass


def before():
    """Marked as sent, then sent: a crash in between loses the message."""
    with contextlib.closing(line()) as way:
        while message := Message.objects.waiting().first():
            Message.objects.filter(pk=message.pk).update(state="sent")
            sender._send(message, way)


def after():
    """Sent, then marked as sent: a crash in between sends it again."""
    with contextlib.closing(line()) as way:
        while message := Message.objects.waiting().first():
            sender._send(message, way)
            Message.objects.filter(pk=message.pk).update(state="sent")


WAYS = {"claim": claim, "before": before, "after": after}


def main():
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for wish in sys.stdin:
        pid = os.fork()
        if pid == 0:
            WAYS[wish.strip()]()
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


main()
