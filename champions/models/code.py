"""Links, typed codes and personal cards: what opens a thing without a sign-in."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import CodePurpose
from champions.models.centre import Centre
from champions.models.person import Person
from champions.models.scope import OfCentre
from champions.models.user import User


class TypedCodeQuerySet(OfCentre["TypedCode"]):
    def live(self) -> TypedCodeQuerySet:
        now = timezone.now()
        return self.filter(
            models.Q(live_until=None) | models.Q(live_until__gt=now), revoked_at=None
        )

    def not_theirs(self) -> TypedCodeQuerySet:
        """Of which somebody said “This is not me”, and staff have not looked yet."""
        return self.live().exclude(not_theirs_at=None)


class TypedCode(models.Model):
    """Ten digits that open one thing in one centre. The digits are never stored:
    they are derived from the keys, the purpose, the id and the counter."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=CodePurpose)
    thing_id = models.PositiveBigIntegerField()
    generation = models.PositiveIntegerField(default=1)
    # Raised only when another code of the centre has the same digits.
    counter = models.PositiveSmallIntegerField(default=0)
    key_hash = models.CharField(max_length=64)
    live_until = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # Somebody else holds the letter or mail. Kept once, not for each press.
    not_theirs_at = models.DateTimeField(null=True, blank=True)

    objects = TypedCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "key_hash"], name="code_unique_in_a_centre"
            ),
            models.UniqueConstraint(
                fields=["purpose", "thing_id"], name="one_code_for_a_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"code for {self.purpose} {self.thing_id}"


class CodeTry(models.Model):
    """Wrong codes typed, or forms of the public sent, from one source in one hour; the
    source is a keyed hash of the address and of what was done."""

    source = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "hour"], name="one_count_a_source_and_hour"
            )
        ]

    def __str__(self) -> str:
        return f"{self.count} tries"


class WrongCode(models.Model):
    """Codes that opened nothing, typed in a centre from one source in one hour. A row
    for each source, so that two who guess never wait for each other; summed to know
    how many there were in a centre, or overall."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    objects = OfCentre["WrongCode"].as_manager()

    class Meta:
        verbose_name = _("wrong codes")
        verbose_name_plural = _("wrong codes")
        indexes = [models.Index(fields=["hour"])]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "hour", "centre"],
                name="one_count_of_wrong_codes_a_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.count} wrong codes"


class PersonalCard(models.Model):
    """A printed card by which a champion signs in with their first name.
    Raising the generation makes every older print of it useless."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="card")
    generation = models.PositiveIntegerField(default=1)
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = OfCentre["PersonalCard"].as_manager()

    class Meta:
        verbose_name = _("personal card")
        verbose_name_plural = _("personal cards")

    def __str__(self) -> str:
        return f"card of person {self.person_id}"
