"""Whom a group wanted to thank at a get-together. Read, never counted for anybody."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, OfCentre, Person, User
from meetings.models.meeting import Meeting


class Thanks(models.Model):
    """A word of thanks, from somebody to somebody: a person, or whoever the words name."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="thanks"
    )
    from_whom = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    to = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    to_words = models.CharField(_("Or somebody else"), max_length=80, blank=True)
    words = models.CharField(_("What do we thank for?"), max_length=300)
    written_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = OfCentre["Thanks"].as_manager()

    class Meta:
        verbose_name = _("word of thanks")
        verbose_name_plural = _("words of thanks")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"thanks {self.pk}"
