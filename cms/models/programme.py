"""What champions run: what happens, when, where, who leads it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import BlockKind, Language, Role
from champions.models import Centre, Circle, OfCentre, Person, User
from cms.enums import LISTED_STATES, Pattern, ProgrammeState
from ideas.models import Idea
from meetings.models import Meeting


class ProgrammeQuerySet(OfCentre["Programme"]):
    seen_by = frozenset({Role.LEAD, Role.SUPPORTER, Role.EDITOR})

    def listed(self):
        """Starting, running or resting, and with a live page in some language."""
        return self.filter(state__in=LISTED_STATES, pages__live=True).distinct()


class Programme(models.Model):
    """A programme; its words and pictures in each language are ProgrammePages."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    # Its idea's, where it has one: a programme keeps its idea's square for ever.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    quilt_kind = models.CharField(
        max_length=10, choices=BlockKind, default=BlockKind.TOGETHER
    )
    quilt_salt = models.PositiveSmallIntegerField(default=0, editable=False)
    slug = models.SlugField(_("short name in addresses"), max_length=60)
    idea = models.OneToOneField(
        Idea, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    circle = models.ForeignKey(
        Circle, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    leads = models.ManyToManyField(Person, related_name="+")
    title = models.CharField(_("What is it called?"), max_length=80)
    language = models.CharField(_("In which language?"), max_length=2, choices=Language)
    state = models.CharField(
        max_length=10,
        choices=ProgrammeState,
        default=ProgrammeState.STARTING,
        editable=False,
    )
    pattern = models.CharField(
        _("How often?"), max_length=12, choices=Pattern, default=Pattern.WEEKLY
    )
    first_on = models.DateField(_("The first date"))
    last_on = models.DateField(_("The last date"), null=True, blank=True)
    at = models.TimeField(_("from"))
    until = models.TimeField(_("until"))
    place = models.CharField(_("Where?"), max_length=120)
    directions = models.CharField(_("Getting there and in"), max_length=300, blank=True)
    access = models.JSONField(_("Good to know"), default=list, blank=True)
    is_free = models.BooleanField(_("It is free"), default=True)
    cost = models.CharField(_("What does it cost?"), max_length=80, blank=True)
    drop_in = models.BooleanField(_("People can just come"), default=True)
    places = models.PositiveIntegerField(_("How many places?"), null=True, blank=True)
    search_text = models.TextField(blank=True, editable=False)
    # The words of `access`, each between spaces, for filtering on every database.
    access_text = models.CharField(max_length=120, blank=True, editable=False)
    checked_on = models.DateField(null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["title", "pk"]
        indexes = [models.Index(fields=["centre", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "slug"], name="programme_slug_once_in_a_centre"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("at")), name="programme_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return self.title


class Session(models.Model):
    """One date of a programme: the gathering that holds its places and attendance."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="sessions"
    )
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="+")
    # The date by the pattern; stays when a session is moved (RFC 5545 RECURRENCE-ID).
    original_on = models.DateField()

    objects = OfCentre["Session"].as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["original_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "original_on"], name="one_session_a_date"
            )
        ]

    def __str__(self):
        return f"session {self.pk}"
