"""What champions run: what happens, when, where, who leads it."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import BlockKind, Language, Role
from champions.models import Centre, Circle, OfCentre, Person, User
from cms.dates import Plan
from cms.enums import (
    LISTED_STATES,
    Ages,
    Attending,
    OutOfPlan,
    Pattern,
    ProgrammeState,
)
from cms.models.area import Area
from ideas.models import Idea
from meetings.models import Meeting


class ProgrammeQuerySet(OfCentre["Programme"]):
    seen_by = frozenset({Role.LEAD, Role.SUPPORTER, Role.EDITOR})

    def listed(self):
        """Starting, running or resting, and with a live page in some language."""
        return self.with_words().filter(state__in=LISTED_STATES)

    def with_words(self):
        """With a live page in some language, also those that came to their end."""
        pages = self.model.pages.rel.related_model.objects.live()
        return self.filter(Exists(pages.filter(programme=OuterRef("pk"))))


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
    # Of a list of dates, those after the first: "2026-12-24".
    more_days = models.JSONField(_("More dates"), default=list, blank=True)
    # Numbers of the months in which it happens, each year; none means all.
    months = models.JSONField(_("In which months?"), default=list, blank=True)
    skips_shut_days = models.BooleanField(
        _("No date on holidays and when the centre is closed"), default=True
    )
    at = models.TimeField(_("from"))
    until = models.TimeField(_("until"))
    place = models.CharField(_("Where?"), max_length=120)
    directions = models.CharField(_("Getting there and in"), max_length=300, blank=True)
    area = models.ForeignKey(
        Area,
        verbose_name=_("Which part of town?"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    attending = models.CharField(
        _("Do people come, or take part from home?"),
        max_length=10,
        choices=Attending,
        default=Attending.IN_PERSON,
    )
    # Told to those who say that they come; never on a public page.
    online_link = models.URLField(_("The link to take part online"), blank=True)
    access = models.JSONField(_("Good to know"), default=list, blank=True)
    is_free = models.BooleanField(_("It is free"), default=True)
    cost = models.CharField(_("What does it cost?"), max_length=80, blank=True)
    ages = models.CharField(
        _("Who is it for?"), max_length=10, choices=Ages, default=Ages.EVERYONE
    )
    food = models.CharField(_("Is there something to eat?"), max_length=120, blank=True)
    bring = models.CharField(_("What should people bring?"), max_length=120, blank=True)
    bring_a_friend = models.BooleanField(_("A friend may come along"), default=False)
    meets_at_the_door = models.BooleanField(
        _("Somebody can meet new people at the door"), default=False
    )
    drop_in = models.BooleanField(_("People can just come"), default=True)
    places = models.PositiveIntegerField(_("How many places?"), null=True, blank=True)
    # Told to those who run it alone, on the sheet for the day.
    key_words = models.CharField(
        _("Who has the key, and who locks up?"), max_length=160, blank=True
    )
    first_aid_words = models.CharField(
        _("Where is the first aid box?"), max_length=160, blank=True
    )
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

    @property
    def plan(self) -> Plan:
        """When it happens, for `cms.dates`."""
        return Plan(
            pattern=self.pattern,
            first_on=self.first_on,
            last_on=self.last_on,
            days=frozenset(date.fromisoformat(day) for day in self.more_days),
            months=frozenset(self.months),
        )


class Session(models.Model):
    """One date of a programme: the gathering that holds its places and attendance."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="sessions"
    )
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="+")
    # The date by the pattern; stays when a session is moved (RFC 5545 RECURRENCE-ID).
    original_on = models.DateField()
    # Somebody gave this date another day, time or room; what was changed for all of
    # them since does not change it again.
    moved_at = models.DateTimeField(null=True, editable=False)
    note = models.CharField(max_length=200, blank=True, editable=False)
    # Called off because the whole programme took a break, or ended.
    off_with_programme = models.BooleanField(default=False, editable=False)
    # How many people came: a number without names, said by whoever ran it.
    came = models.PositiveSmallIntegerField(null=True, editable=False)
    counted_at = models.DateTimeField(null=True, editable=False)
    out_of_plan = models.CharField(
        max_length=6,
        choices=OutOfPlan,
        default=OutOfPlan.IN_PLAN,
        blank=True,
        editable=False,
    )

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
