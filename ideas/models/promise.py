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
    # The day that was said first, once the day has been moved; and a word why.
    first_due_on = models.DateField(null=True, blank=True, editable=False)
    moved_why = models.CharField(_("Why another day?"), max_length=200, blank=True)
    # Money that the centre gives for it, in cents.
    cents = models.PositiveIntegerField(_("How much money?"), null=True, blank=True)
    # A champion is asked once, and no more after they said: still on my list.
    still_on_list_at = models.DateTimeField(null=True, blank=True, editable=False)
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

    def is_late(self, today: date) -> bool:
        """Never one of a champion's; `today` in the centre's zone."""
        is_open = self.by_staff and self.state == PromiseState.OPEN
        return is_open and self.due_on is not None and self.due_on < today

    def is_to_ask(self, today: date, *, met_since: bool) -> bool:
        """Whether a champion is asked "still on your list?": once, when their own day
        is over, or when the group has met since they said it."""
        if self.by_staff or self.state != PromiseState.OPEN or self.still_on_list_at:
            return False
        return met_since or (self.due_on is not None and self.due_on < today)
