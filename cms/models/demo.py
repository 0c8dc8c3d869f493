"""The mark that everything in this database is invented."""

from django.db import models
from django.utils import timezone


class DemoMark(models.Model):
    """Set by `manage.py demo` alone; while it stands, every page says "invented"."""

    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return "invented"
