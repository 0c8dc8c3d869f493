"""That somebody told a worry: that, whom, by when, answered. What they said is a message
to one person, and stands nowhere else."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, OfCentre, User


class Worry(models.Model):
    """Neither words, nor about which programme, nor who told it."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    # The form's one-time number: the same form sent twice is one worry.
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    told_to = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    received_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateField(_("answered by"))
    answered_at = models.DateTimeField(null=True)

    objects = OfCentre["Worry"].as_manager()

    class Meta:
        verbose_name = _("worry")
        verbose_name_plural = _("worries")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["told_to", "answered_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "submission"], name="a_form_tells_one_worry"
            )
        ]

    def __str__(self):
        return f"worry {self.pk}"


class HearsWorries(models.Model):
    """Whom a centre chose to hear worries; without a row its point person does."""

    centre = models.OneToOneField(Centre, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        User,
        verbose_name=_("Who hears worries?"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = OfCentre["HearsWorries"].as_manager()

    def __str__(self):
        return f"who hears worries at centre {self.centre_id}"
