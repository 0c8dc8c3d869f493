"""Is the site well? Each question answers with a list of what is not, empty when well."""

import shutil
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from champions import heartbeats
from champions.messages.mailbox import door_of
from champions.models import Heartbeat, Message, ReadMailbox

# A mailing that leaves at a provider's pace may take this long, not longer.
MESSAGE_PATIENCE = timedelta(hours=1)
# It is read every five minutes.
MAILBOX_PATIENCE = timedelta(hours=1)


def not_ready() -> list[str]:
    """What keeps the site from serving people."""
    try:
        found = [*_not_writable(), *_not_migrated()]
    except DatabaseError as error:
        found = [f"the database does not answer: {type(error).__name__}"]
    return found + _short_of_disk(settings.VAR_DIR)


def _not_writable() -> list[str]:
    with transaction.atomic():
        Heartbeat.objects.update_or_create(name="readiness")
        transaction.set_rollback(True)
    return []


@cache
def _migrations_on_disk() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def _not_migrated() -> list[str]:
    applied = set(MigrationRecorder(connection).applied_migrations())
    missing = sorted(_migrations_on_disk() - applied)
    return [f"not migrated: {app}.{name}" for app, name in missing]


def _short_of_disk(folder: Path) -> list[str]:
    disk = shutil.disk_usage(folder)
    if disk.free >= disk.total * settings.LEAST_FREE_DISK:
        return []
    return [f"{disk.free / disk.total:.0%} of the disk is free"]


def worker_not_well() -> list[str]:
    """What shows that work in the background does not get done."""
    try:
        return [
            *_silent_worker(),
            *_messages_left_lying(),
            *_mailbox_not_read(),
        ]
    except DatabaseError as error:
        return [f"the database does not answer: {type(error).__name__}"]


def _silent_worker() -> list[str]:
    silence = heartbeats.silence()
    if silence is None:
        return ["the worker was never heard"]
    if silence > heartbeats.PATIENCE:
        return [f"the worker was last heard {silence.total_seconds():.0f} s ago"]
    return []


def _messages_left_lying() -> list[str]:
    limit = timezone.now() - MESSAGE_PATIENCE
    waiting = Message.objects.waiting().filter(not_before__lt=limit)
    oldest = waiting.order_by("not_before").values_list("not_before", flat=True).first()
    return [f"a message waits since {oldest:%Y-%m-%d %H:%M} UTC"] if oldest else []


def _mailbox_not_read() -> list[str]:
    """Wrong words or a server that is away: what comes back is not seen."""
    if not settings.BOUNCES_URL:
        return []
    name, limit = door_of(settings.BOUNCES_URL).name, timezone.now() - MAILBOX_PATIENCE
    lately = ReadMailbox.objects.filter(name=name, read_at__gt=limit)
    return [] if lately.exists() else [f"the mailbox {name} is not read"]
