"""What somebody spent for an idea or a group, until it is given back. No ledger, and
nothing about anybody's bank."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import Role
from champions.models import Centre, Circle, OfCentre, Person, User
from ideas.enums import PAID_WITHIN_DAYS
from ideas.models.idea import Idea


class ExpenseQuerySet(OfCentre["Expense"]):
    seen_by = frozenset({Role.LEAD, Role.SUPPORTER})

    def unpaid(self) -> ExpenseQuerySet:
        return self.filter(paid_at=None)


class Expense(models.Model):
    """“I spent $12 on seeds.” Given back by somebody of staff, who is named."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    idea = models.ForeignKey(
        Idea, null=True, blank=True, on_delete=models.SET_NULL, related_name="expenses"
    )
    circle = models.ForeignKey(
        Circle, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Nobody once they were wiped: the sum was given all the same.
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    cents = models.PositiveIntegerField(_("How much did you spend?"))
    what = models.CharField(_("What for?"), max_length=140, blank=True)
    said_at = models.DateTimeField(default=timezone.now, editable=False)
    # Set when somebody entered it for who spent it; both names are shown.
    written_down_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    paid_at = models.DateTimeField(null=True, blank=True, editable=False)
    paid_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        verbose_name = _("money spent")
        verbose_name_plural = _("money spent")
        ordering = ["said_at", "pk"]
        indexes = [models.Index(fields=["centre", "paid_at", "said_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(cents__gt=0), name="money_spent_is_more_than_nothing"
            )
        ]

    def __str__(self) -> str:
        return f"expense {self.pk}"

    @property
    def pay_by(self) -> date:
        """The last day on which it should be given back, on the centre's wall."""
        said_on = timezone.localdate(self.said_at, self.centre.tzinfo)
        return said_on + timedelta(days=PAID_WITHIN_DAYS)
