"""What somebody will do, and by when."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, Circle, OfCentre, Person
from ideas.enums import PromiseState
from ideas.models.idea import Idea


class PromiseQuerySet(OfCentre["Promise"]):
    def open(self) -> PromiseQuerySet:
        return self.filter(state=PromiseState.OPEN)

    def late(self, today: date) -> PromiseQuerySet:
        """Only what staff promised becomes late; `today` in the centre's zone."""
        return self.open().filter(by_staff=True, due_on__lt=today)


class Promise(models.Model):
    """Something somebody will do. Staff's have a date; champions' never are late."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey(
        Circle, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    idea = models.ForeignKey(
        Idea, null=True, blank=True, on_delete=models.CASCADE, related_name="promises"
    )
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_staff = models.BooleanField(default=False)
    words = models.CharField(_("What will be done?"), max_length=200)
    due_on = models.DateField(_("By when?"), null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=PromiseState, default=PromiseState.OPEN, editable=False
    )
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["centre", "state", "due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(by_staff=False) | Q(due_on__isnull=False),
                name="a_promise_of_staff_has_a_date",
            )
        ]

    def __str__(self) -> str:
        return f"promise {self.pk}"
