"""Those who keep meeting monthly while their group meets quarterly."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, Circle, OfCentre, Person


class StrandMember(models.Model):
    """A champion who keeps meeting monthly while their group meets quarterly."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfCentre["StrandMember"].as_manager()

    class Meta:
        verbose_name = _("champion who meets monthly")
        verbose_name_plural = _("champions who meet monthly")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"], name="in_the_monthly_strand_once"
            )
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} meets monthly in group {self.circle_id}"
