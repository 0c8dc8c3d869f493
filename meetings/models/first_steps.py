"""What a centre has thought of before its first welcome workshop. It gates nothing."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import Role
from champions.models import Centre, OfCentre, User
from meetings.enums import FirstStep


class ThoughtOfQuerySet(OfCentre["ThoughtOf"]):
    seen_by = frozenset({Role.LEAD, Role.SUPPORTER})


class ThoughtOf(models.Model):
    """One of the things to think of, ticked by staff, with a note if they like."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=12, choices=FirstStep)
    is_done = models.BooleanField(_("done"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ThoughtOfQuerySet.as_manager()

    class Meta:
        verbose_name = _("before the first workshop")
        verbose_name_plural = _("before the first workshop")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "step"], name="each_first_step_once_in_a_centre"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} of centre {self.centre_id}"
