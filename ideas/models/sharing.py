"""What stands beside ideas: a half-written one, and gifts that met one."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from champions.models import Centre, OfCentre, Person
from ideas.models.idea import Idea


class Draft(models.Model):
    """An idea that somebody has begun to write; nobody else sees it."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=140, blank=True)
    why = models.TextField(max_length=2000, blank=True)
    brings = models.TextField(max_length=600, blank=True)
    wants = models.CharField(max_length=200, blank=True)
    kept_at = models.DateTimeField(default=timezone.now)

    objects = OfCentre["Draft"].as_manager()

    def __str__(self) -> str:
        return f"draft {self.pk}"


class GiftWish(models.Model):
    """A champion would like to hear of ideas that look for what they like to do, and
    agrees that their author then hears of it too."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = OfCentre["GiftWish"].as_manager()

    def __str__(self) -> str:
        return f"gift wish {self.pk}"


class GiftMet(models.Model):
    """A champion and an idea's author were told of each other: once for the two."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = OfCentre["GiftMet"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "person"], name="a_gift_meets_an_idea_once"
            )
        ]

    def __str__(self) -> str:
        return f"gift met {self.pk}"
