"""How each member of staff keeps *this week*: what they put off, when they last looked,
whether it comes by mail. What waits is stored nowhere; it is asked each time."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, OfCentre, User


class Snooze(models.Model):
    """“Not now, remind me then”: one person does not see one row until that day."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    # The row's own name within its centre, like “no-date:12”.
    key = models.CharField(max_length=60)
    until = models.DateField()

    objects = OfCentre["Snooze"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "centre", "key"], name="one_row_put_off_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} until {self.until}"


class WeekHabit(models.Model):
    """When somebody last looked at *this week*, and whether it comes on Mondays."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    looked_at = models.DateTimeField(default=timezone.now)
    # Set when they come back after an absence, until they have read what happened.
    away_since = models.DateTimeField(null=True, blank=True)
    by_mail = models.BooleanField(_("send me this week by mail"), default=False)

    def __str__(self) -> str:
        return f"habit of user {self.user_id}"
