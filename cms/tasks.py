"""What the worker is asked to do in this room; the work itself is done elsewhere."""

from django.core.management import call_command


def publish_scheduled() -> None:
    call_command("publish_scheduled")


def clear_sessions() -> None:
    call_command("clearsessions")
