"""Two ideas that are one wish."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, OfCentre, User
from ideas.enums import IdeaStage
from ideas.models.idea import Idea


class SameAsQuerySet(OfCentre["SameAs"]):
    def standing(self) -> SameAsQuerySet:
        """Asked, or told together; not those that were declined or taken apart."""
        return self.filter(ended_at=None)

    def asked(self) -> SameAsQuerySet:
        return self.standing().filter(joined_at=None)

    def joined(self) -> SameAsQuerySet:
        return self.standing().exclude(joined_at=None)


class SameAs(models.Model):
    """“That is the same as ours”: asked by an author, then told together, then perhaps
    taken apart again. Both ideas stay as they are; only what this row says changes."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    # The idea that is told under the other, which stays on the wall.
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="same_as")
    into = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="told_here")
    asked_at = models.DateTimeField(default=timezone.now)
    # When the author of each said so; staff need neither.
    idea_author_at = models.DateTimeField(null=True, blank=True)
    into_author_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    joined_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Where the idea comes back to when the two are taken apart.
    stage_before = models.CharField(max_length=10, choices=IdeaStage, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = SameAsQuerySet.as_manager()

    class Meta:
        verbose_name = _("ideas told together")
        verbose_name_plural = _("ideas told together")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["idea"],
                condition=Q(ended_at=None, joined_at__isnull=False),
                name="an_idea_is_told_under_one_other",
            ),
            models.UniqueConstraint(
                fields=["idea", "into"],
                condition=Q(ended_at=None),
                name="two_ideas_are_asked_about_once",
            ),
            models.CheckConstraint(
                condition=Q(joined_at=None) | ~Q(stage_before=""),
                name="told_together_knows_the_way_back",
            ),
        ]

    def __str__(self) -> str:
        return f"same as {self.pk}"
