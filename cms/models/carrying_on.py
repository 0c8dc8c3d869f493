"""Somebody is asked to run a programme; nothing changes before they agree."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, OfCentre, Person, User
from cms.models.programme import Programme


class AskedToRun(models.Model):
    """Would you run this, beside those who do or instead of one of them?"""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="asked"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # Who stops running it once the other has agreed.
    instead_of = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    objects = OfCentre["AskedToRun"].as_manager()

    class Meta:
        verbose_name = _("question who carries on")
        verbose_name_plural = _("questions who carries on")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person"],
                condition=Q(answered_at=None),
                name="asked_once_to_run_a_programme",
            )
        ]

    def __str__(self):
        return f"question {self.pk}"
