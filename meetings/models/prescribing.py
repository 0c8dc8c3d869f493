"""A provider thought of somebody. That they did is kept, never why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import Role
from champions.models import Centre, OfCentre, Person, User
from meetings.models.invitation import Invitation

# Who may think of somebody (design, section 7).
PROVIDERS = frozenset({Role.PRESCRIBER, Role.LEAD, Role.SUPPORTER})


class PrescribedQuerySet(OfCentre["Prescribed"]):
    seen_by = frozenset({Role.LEAD})

    def visible_to(self, user: User) -> PrescribedQuerySet:
        """Those a provider thought of themselves; all of the centre for its lead."""
        own = self.filter(by=user, centre__in=user.centres_as(PROVIDERS))
        return super().visible_to(user) | own

    def waiting(self) -> PrescribedQuerySet:
        """Nobody could be asked yet: there was no workshop. The longest first."""
        return self.filter(invitation=None, person__erased_at=None).order_by("pk")


class Prescribed(models.Model):
    """Who thought of whom, and when; the invitation that they were given, or none as
    long as they wait for a workshop. There is no column for a reason."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    # With an invitation its row goes; a merge of two people moves it first.
    invitation = models.ForeignKey(
        Invitation,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="prescribed",
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = PrescribedQuerySet.as_manager()

    class Meta:
        verbose_name = _("prescribed invitation")
        verbose_name_plural = _("prescribed invitations")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["centre", "-created_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "by"], name="prescribed_once_by_a_provider"
            ),
            models.UniqueConstraint(
                fields=["person", "by"],
                condition=Q(invitation=None),
                name="waits_once_for_a_provider",
            ),
        ]

    def __str__(self) -> str:
        return f"prescribed invitation {self.pk}"
