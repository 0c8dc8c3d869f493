"""How often a group meets: its stage, and the numbers a centre has chosen."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, Circle, OfCentre
from meetings.enums import Stage, Strand


class RhythmPolicy(models.Model):
    """A centre's own limits, in days; the defaults are the guidebook's (step 5)."""

    centre = models.OneToOneField(Centre, on_delete=models.CASCADE, related_name="+")
    second_ideal = models.PositiveSmallIntegerField(_("second: ideal day"), default=14)
    second_latest = models.PositiveSmallIntegerField(
        _("second: latest day"), default=21
    )
    monthly_from = models.PositiveSmallIntegerField(_("monthly: from day"), default=28)
    monthly_to = models.PositiveSmallIntegerField(_("monthly: to day"), default=35)
    monthly_late = models.PositiveSmallIntegerField(
        _("monthly: late after day"), default=45
    )
    quarterly_ideal = models.PositiveSmallIntegerField(
        _("quarterly: ideal day"), default=91
    )
    quarterly_late = models.PositiveSmallIntegerField(
        _("quarterly: late after day"), default=120
    )

    # By the centre itself: what it opened with is nobody's change.
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfCentre["RhythmPolicy"].as_manager()

    class Meta:
        verbose_name = _("how often we meet")
        verbose_name_plural = _("how often we meet")

    def __str__(self) -> str:
        return f"rhythm of centre {self.centre_id}"


class Rhythm(models.Model):
    """Where a strand of a group stands, and when it last met."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    strand = models.CharField(max_length=10, choices=Strand, default=Strand.CIRCLE)
    stage = models.CharField(
        max_length=10, choices=Stage, default=Stage.SECOND, editable=False
    )
    # The day from which the next get-together counts: the last one held, or the
    # welcome workshop while the second is still to come.
    counts_from = models.DateField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_why = models.CharField(
        _("Why?"), max_length=200, blank=True, editable=False
    )
    # While it rests or is closed: the stage it had, and the day since when.
    stage_before = models.CharField(
        max_length=10, choices=Stage, blank=True, editable=False
    )
    stopped_on = models.DateField(null=True, blank=True, editable=False)
    # The group has said at a get-together on this day that it meets like this.
    agreed_on = models.DateField(null=True, blank=True, editable=False)
    agreed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfCentre["Rhythm"].as_manager()

    class Meta:
        verbose_name = _("rhythm")
        verbose_name_plural = _("rhythms")
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "strand"], name="one_rhythm_a_strand"
            )
        ]

    def __str__(self) -> str:
        return f"rhythm {self.pk}"


class ClosedDays(models.Model):
    """When a centre's doors are shut: no get-together is proposed for these days."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    words = models.CharField(
        _("Why?"),
        max_length=80,
        help_text=_("Like: The centre is closed over New Year. Champions read it."),
    )

    objects = OfCentre["ClosedDays"].as_manager()

    class Meta:
        verbose_name = _("closed days")
        verbose_name_plural = _("closed days")
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="closed_days_end_after_they_begin",
            )
        ]

    def __str__(self) -> str:
        return f"closed days {self.pk}"
