"""Two records that may be of one person, and by what a joined record was recognised."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import PairReason
from champions.models.centre import Centre
from champions.models.person import Person
from champions.models.scope import OfCentre
from champions.models.user import User


class PairQuerySet(OfCentre["Pair"]):
    def waiting(self) -> PairQuerySet:
        """About which nobody has said anything, those put off last."""
        return self.filter(decided_at=None).order_by(
            models.F("put_off_at").asc(nulls_first=True), "pk"
        )


class Pair(models.Model):
    """Perhaps one person, perhaps two: somebody says it once. Two who were said to be two
    are kept as such, so that nobody is asked again; a pair that was one names nobody."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    one = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="pairs_as_one"
    )
    other = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="pairs_as_other"
    )
    # Both ids, the lower first: each two people are one pair at most.
    key = models.CharField(max_length=40, unique=True, editable=False)
    why = models.CharField(max_length=10, choices=PairReason)
    found_at = models.DateTimeField(default=timezone.now)
    put_off_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = _("two who may be one")
        verbose_name_plural = _("two who may be one")
        ordering = ["pk"]
        indexes = [models.Index(fields=["centre", "decided_at"])]

    def __str__(self) -> str:
        return f"pair {self.pk}"


class AlsoKnownAs(models.Model):
    """By what a record was recognised that turned out to be of this person: an older list
    may still say it, and makes nobody new."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="also_known_as"
    )
    name_key = models.CharField(max_length=170, editable=False)
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    phone = models.CharField(_("telephone"), max_length=20, blank=True, editable=False)
    address_key = models.CharField(max_length=200, blank=True, editable=False)

    objects = OfCentre["AlsoKnownAs"].as_manager()

    class Meta:
        verbose_name = _("also known as")
        verbose_name_plural = _("also known as")
        ordering = ["pk"]
        indexes = [models.Index(fields=["centre", "name_key"])]

    def __str__(self) -> str:
        return f"other keys of person {self.person_id}"
