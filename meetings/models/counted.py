"""Letters that a centre posts from a system of its own, where its list may not leave that
system. Who gets them is known there alone."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, OfCentre
from meetings.models.meeting import Meeting


class CountedMailing(models.Model):
    """How many letters were posted when, with one code for all of them. People appear
    when they answer."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    letters = models.PositiveIntegerField(_("how many letters"))
    posted_on = models.DateField(_("in the post on"))
    # Of its link and code; the code itself stands among the typed codes.
    generation = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Its link and code open nothing any more.
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfCentre["CountedMailing"].as_manager()

    class Meta:
        verbose_name = _("counted mailing")
        verbose_name_plural = _("counted mailings")
        ordering = ["-posted_on", "-pk"]

    def __str__(self) -> str:
        return f"counted mailing {self.pk}"
