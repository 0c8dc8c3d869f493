"""The papers of a day, made ready as one file to print."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import Role
from champions.models import Centre, OfCentre, User
from meetings.models.meeting import Meeting


class DayPapersQuerySet(OfCentre["DayPapers"]):
    seen_by = frozenset({Role.LEAD, Role.SUPPORTER})

    def to_make(self) -> DayPapersQuerySet:
        """Not made, not given up, and not being made by somebody who still lives."""
        gone = timezone.now() - DayPapers.MAKING_TAKES
        return self.filter(
            Q(claimed_at=None) | Q(claimed_at__lt=gone),
            made_at=None,
            attempts__lt=DayPapers.MOST_ATTEMPTS,
        )


class DayPapers(models.Model):
    """Sheet, badges, cards, slips and words of one gathering, as one file that is kept
    in private until the day is over."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    meeting = models.OneToOneField(
        Meeting, on_delete=models.CASCADE, related_name="papers"
    )
    file_name = models.CharField(max_length=120, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    printed_at = models.DateTimeField(null=True, blank=True)
    printed_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    MOST_ATTEMPTS: ClassVar[int] = 3
    # The worker is killed after 60 s.
    MAKING_TAKES: ClassVar[timedelta] = timedelta(seconds=90)
    objects = DayPapersQuerySet.as_manager()

    class Meta:
        verbose_name = _("papers of a day")
        verbose_name_plural = _("papers of a day")
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"papers of gathering {self.meeting_id}"

    @property
    def is_given_up(self) -> bool:
        return self.made_at is None and self.attempts >= self.MOST_ATTEMPTS
