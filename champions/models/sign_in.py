"""Somebody asked to sign in by e-mail: what the six numbers and the link belong to."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone


def any_generation() -> int:
    """Unguessable, so that the numbers of the next row cannot be worked out from ours."""
    return secrets.randbelow(2**31 - 1) + 1


class SignIn(models.Model):
    """Asked for at one address, good once and for a quarter of an hour. The numbers and
    the link are derived from the keys; what would open anything is never stored."""

    email_key = models.CharField(max_length=254, db_index=True)
    generation = models.PositiveIntegerField(default=any_generation, editable=False)
    next_url = models.CharField(max_length=500, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"sign-in {self.pk}"
