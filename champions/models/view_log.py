"""Who saw whose page, and when. Rows are only ever added (PHIPA, section 10.1)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import Role
from champions.models.centre import Centre
from champions.models.scope import OfCentre
from champions.models.user import User


class ViewQuerySet(OfCentre["View"]):
    seen_by = frozenset({Role.PRIVACY})


class View(models.Model):
    """One request that showed personal things: who asked, what kind of page."""

    centre = models.ForeignKey(
        Centre, null=True, on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    page = models.CharField(_("page"), max_length=100)
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = ViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("view")
        verbose_name_plural = _("views")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["centre", "-at"])]

    def __str__(self) -> str:
        return f"view {self.pk}"


class ViewedPerson(models.Model):
    """One person shown by one request."""

    view = models.ForeignKey(View, on_delete=models.CASCADE, related_name="people")
    # No foreign key: the log outlives the row of an erased person.
    person_id = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"person {self.person_id}"
