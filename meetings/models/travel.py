"""What a centre's travel fund paid, so that its point person knows the sum."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import Role
from champions.models import Centre, OfCentre, User
from meetings.enums import NeedKind
from meetings.models.seat import Need


class TravelCostQuerySet(OfCentre["TravelCost"]):
    seen_by = frozenset({Role.LEAD})

    def since(self, day: date) -> TravelCostQuerySet:
        return self.filter(noted_on__gte=day)

    def cents_in_all(self) -> int:
        return int(self.aggregate(n=Sum("cents"))["n"] or 0)


class TravelCost(models.Model):
    """What helping somebody to come cost: a sum and what kind of thing it was for. It
    outlives the need, and then no longer says whose it was."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    need = models.OneToOneField(
        Need, null=True, on_delete=models.SET_NULL, related_name="cost"
    )
    kind = models.CharField(_("what for"), max_length=12, choices=NeedKind)
    cents = models.PositiveIntegerField(_("amount in cents"))
    noted_on = models.DateField()
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = TravelCostQuerySet.as_manager()

    class Meta:
        verbose_name = _("cost on the travel fund")
        verbose_name_plural = _("travel fund")
        ordering = ["-noted_at", "-pk"]

    def __str__(self) -> str:
        return f"travel cost {self.pk}"
