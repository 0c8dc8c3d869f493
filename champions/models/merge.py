"""What two records of one person were before they were joined, so that they can be
parted again."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import Role
from champions.models.centre import Centre
from champions.models.person import Person
from champions.models.scope import OfCentre
from champions.models.user import User

PARTED_WITHIN = timedelta(days=30)


class MergeQuerySet(OfCentre["Merge"]):
    seen_by = frozenset({Role.LEAD, Role.PRIVACY})

    def lately(self) -> MergeQuerySet:
        """Those who can still be parted, as of now."""
        return self.filter(at__gt=timezone.now() - PARTED_WITHIN)


class Merge(models.Model):
    """Two records that were joined. It goes after thirty days, when either is wiped, and
    when they are parted: until then it remembers what stood in both."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    # The record that went; its row is empty meanwhile.
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="merges_away"
    )
    into = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    # What a centre had written down about the record that went, by field.
    words = models.JSONField(default=dict)
    # Rows that moved, changed, went or came by it, as `row_traces` writes them.
    trace = models.JSONField(default=dict)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("two records that were joined")
        verbose_name_plural = _("two records that were joined")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["centre", "-at"])]

    def __str__(self) -> str:
        return f"merge {self.pk}"

    @property
    def name(self) -> str:
        """Of the record that went."""
        names = (self.words.get("first_name", ""), self.words.get("last_name", ""))
        return " ".join(filter(None, names))
