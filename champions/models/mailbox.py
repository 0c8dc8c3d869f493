"""How far the mailbox to which delivery reports come has been read."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class ReadMailbox(models.Model):
    """A place in an IMAP mailbox. Mails are known by a number that only grows, as long
    as the mailbox keeps its UIDVALIDITY (RFC 3501, 2.3.1.1)."""

    name = models.CharField(max_length=255, unique=True, help_text="host/folder")
    uid_validity = models.PositiveBigIntegerField()
    last_uid = models.PositiveBigIntegerField(default=0)
    # Counted before the work: a mail that kills the worker is left alone after three.
    trying_uid = models.PositiveBigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"mailbox {self.pk}"
