"""What an idea would take: what could stop it, what would help, and what somebody who
is worried wants to think through."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, OfCentre, User
from ideas.enums import CheckKind
from ideas.models.idea import Idea

LINE, LONG = 200, 300
# The fields in which words may stand.
SHORT = ("could_stop", "would_help")
SHEET = (
    *SHORT,
    "worry",
    "room",
    "money",
    "people",
    "cost",
    "transport",
    "ease",
    "language",
    "safety",
    "check_why",
    "check_cost",
    "check_wait",
)


class WhatItTakes(models.Model):
    """Two short lines for each idea; the rest only when somebody is worried (practice,
    rule 20). Nothing here is due, and no check is the rule (rule 21)."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, related_name="takes")
    could_stop = models.CharField(_("What could stop it?"), max_length=LINE, blank=True)
    would_help = models.CharField(_("What would help?"), max_length=LINE, blank=True)
    worry = models.CharField(_("What worries you?"), max_length=LONG, blank=True)
    room = models.CharField(_("A room, and things"), max_length=LONG, blank=True)
    money = models.CharField(_("Money"), max_length=LONG, blank=True)
    people = models.CharField(_("People"), max_length=LONG, blank=True)
    cost = models.CharField(
        _("What it costs those who come"), max_length=LONG, blank=True
    )
    transport = models.CharField(_("Getting there"), max_length=LONG, blank=True)
    ease = models.CharField(
        _("Easy for every body and mind"), max_length=LONG, blank=True
    )
    language = models.CharField(_("Languages"), max_length=LONG, blank=True)
    safety = models.CharField(
        _("Feeling safe, and respect for cultures"), max_length=LONG, blank=True
    )
    check_kind = models.CharField(
        _("Does anybody truly need a check?"),
        max_length=10,
        choices=CheckKind,
        default=CheckKind.NONE,
    )
    check_why = models.CharField(
        _("Why, and for which task?"), max_length=LONG, blank=True
    )
    check_cost = models.CharField(
        _("What does it cost, and who pays?"), max_length=LONG, blank=True
    )
    check_wait = models.CharField(
        _("How long does it take?"), max_length=LONG, blank=True
    )
    # Raised by every change: of two who write at once the second sees both texts.
    version = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfCentre["WhatItTakes"].as_manager()

    class Meta:
        verbose_name = _("what it would take")
        verbose_name_plural = _("what it would take")

    def __str__(self) -> str:
        return f"what idea {self.idea_id} would take"
