"""What somebody drew when places were given by lot: the published list, kept as it was
on the day of the draw, whatever becomes of the seats afterwards."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from champions.enums import Role
from champions.models import Centre, OfCentre
from meetings.enums import Audience
from meetings.models.meeting import Meeting


class DrawnLotQuerySet(OfCentre["DrawnLot"]):
    seen_by = frozenset({Role.LEAD})

    def missed(self) -> DrawnLotQuerySet:
        return self.filter(has_place=False)


class DrawnLot(models.Model):
    """One party's lot. It names no one: `party` is the uuid of a seat, which tells
    nothing once the seat is gone."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="lots")
    audience = models.CharField(max_length=10, choices=Audience)
    # How many places there were to draw for, the same in each row of an audience.
    places = models.PositiveIntegerField()
    party = models.UUIDField()
    people = models.PositiveSmallIntegerField()
    first = models.BooleanField(default=False)
    number = models.CharField(max_length=64)
    has_place = models.BooleanField()

    objects = DrawnLotQuerySet.as_manager()

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = ["meeting", "audience", "-first", "number", "party"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "party"], name="one_lot_a_party_and_workshop"
            )
        ]

    def __str__(self) -> str:
        return f"lot {self.pk}"
