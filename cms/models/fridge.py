"""The card on the fridge of who runs a programme, and what they ask for by it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import Role
from champions.models import Centre, OfCentre, Person, User
from cms.models.programme import Programme


class FridgeCard(models.Model):
    """Ten digits and a square for one programme and one of those who run it: they call
    off a date, say how many came, or ask for something. Raising the generation makes
    every older print of it useless."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="fridge_cards"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    generation = models.PositiveIntegerField(default=1)
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = OfCentre["FridgeCard"].as_manager()

    class Meta:
        verbose_name = _("fridge card")
        verbose_name_plural = _("fridge cards")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person"], name="one_fridge_card_each"
            )
        ]

    def __str__(self):
        return f"fridge card {self.pk}"


class ThingNeededQuerySet(OfCentre["ThingNeeded"]):
    seen_by = frozenset({Role.LEAD, Role.SUPPORTER})

    def waiting(self):
        return self.filter(arranged_at=None)


class ThingNeeded(models.Model):
    """Something a programme needs: yarn, cups, another key. Staff arrange it, and whoever
    asked is told once."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="things_needed"
    )
    what = models.CharField(_("What do you need?"), max_length=160)
    asked_by = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    arranged_at = models.DateTimeField(null=True)
    arranged_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ThingNeededQuerySet.as_manager()

    class Meta:
        verbose_name = _("thing that a programme needs")
        verbose_name_plural = _("things that programmes need")
        ordering = ["asked_at", "pk"]
        constraints = [
            # The same words, as long as they wait, are asked for once.
            models.UniqueConstraint(
                fields=["programme", "what"],
                condition=Q(arranged_at=None),
                name="needed_once_while_it_waits",
            )
        ]

    def __str__(self):
        return f"thing needed {self.pk}"
