"""What the worker is asked to do in this room; the work itself is done elsewhere."""

from champions import heartbeats


def beat() -> None:
    heartbeats.beat()
