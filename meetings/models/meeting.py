"""A gathering, its parts, and how many places each part has for whom."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import Role
from champions.models import Centre, Circle, OfCentre, Person, User
from meetings.enums import RHYTHM_KINDS, Audience, MeetingKind, MeetingState, Strand


def new_seed() -> str:
    """The seed of a fair draw, fixed before the first reply."""
    return secrets.token_hex(16)


class MeetingQuerySet(OfCentre["Meeting"]):
    seen_by = frozenset({Role.LEAD, Role.SUPPORTER, Role.DESK})

    def announced(self) -> MeetingQuerySet:
        return self.filter(state=MeetingState.ANNOUNCED)

    def upcoming(self) -> MeetingQuerySet:
        return self.announced().filter(starts_at__gte=timezone.now())

    def held(self) -> MeetingQuerySet:
        return self.filter(state=MeetingState.HELD)

    def of_circle(self, circle: Circle) -> MeetingQuerySet:
        return self.filter(circle=circle).exclude(kind=MeetingKind.SESSION)

    def setting_the_clock(self) -> MeetingQuerySet:
        """Extra get-togethers, workshops and sessions never reset the rhythm."""
        return self.filter(kind__in=RHYTHM_KINDS)

    def without_sessions(self) -> MeetingQuerySet:
        return self.exclude(kind=MeetingKind.SESSION)


class Meeting(models.Model):
    """A welcome workshop, a get-together of a group, or one date of a programme.

    `on` and `at` with the centre's zone are the truth; `starts_at` (UTC) is derived
    from them for sorting, by services.times alone.
    """

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=MeetingKind)
    state = models.CharField(
        max_length=10,
        choices=MeetingState,
        default=MeetingState.DRAFT,
        editable=False,
    )
    circle = models.ForeignKey(
        Circle, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    strand = models.CharField(max_length=10, choices=Strand, default=Strand.CIRCLE)
    # A welcome workshop names the second get-together that follows it.
    followed_by = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="follows",
    )
    title = models.CharField(_("title"), max_length=120, blank=True)
    on = models.DateField(_("date"))
    at = models.TimeField(_("from"))
    until = models.TimeField(_("until"))
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    place = models.CharField(_("place"), max_length=120)
    directions = models.CharField(_("getting there and in"), max_length=300, blank=True)
    hosts = models.ManyToManyField(Person, blank=True, related_name="+")
    chair = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    # Set once the yeses of a welcome workshop are confirmed, all or by a draw.
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The same moment when not all of them fitted and lots were drawn.
    drawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    draw_seed = models.CharField(max_length=32, default=new_seed, editable=False)
    later_reason = models.CharField(
        _("Why so late?"),
        max_length=300,
        blank=True,
        help_text=_("The champions’ group sees it."),
    )
    notes = models.TextField(_("What we said, in plain words"), blank=True)
    notes_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    notes_version = models.PositiveIntegerField(default=0, editable=False)
    # Set once the notes went round to everybody; they go round once.
    notes_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    notes_sent_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    # Keys of what is talked about, as the group put it in order; else as it comes.
    agenda_order = models.JSONField(default=list, blank=True, editable=False)
    cancelled_why = models.CharField(_("Why?"), max_length=200, blank=True)
    # RFC 5545 SEQUENCE: raised by every move, by calling off and by taking that back.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    held_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("get-together")
        verbose_name_plural = _("get-togethers")
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["centre", "state", "starts_at"]),
            models.Index(fields=["circle", "state", "starts_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("at")), name="gathering_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_past(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def takes_replies(self) -> bool:
        return self.state == MeetingState.ANNOUNCED and not self.has_begun

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(self.centre.tzinfo)


class Part(models.Model):
    """One portion of a gathering, like "champions meet" and "staff join"."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("title"), max_length=80, blank=True)
    at = models.TimeField(_("from"))
    until = models.TimeField(_("until"))

    objects = OfCentre["Part"].as_manager()

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="part_number_once"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("at")), name="part_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"part {self.number} of {self.meeting_id}"


class Capacity(models.Model):
    """How many places a part has for one audience. This row is the lock: whoever
    gives or takes a place locks it first."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="capacities")
    audience = models.CharField(max_length=10, choices=Audience)
    places = models.PositiveIntegerField(_("places"))

    objects = OfCentre["Capacity"].as_manager()

    class Meta:
        ordering = ["part", "audience"]
        constraints = [
            models.UniqueConstraint(
                fields=["part", "audience"], name="one_capacity_a_part_and_audience"
            )
        ]

    def __str__(self) -> str:
        return f"{self.places} for {self.audience}"


class AgendaItem(models.Model):
    """Something somebody wants to talk about, besides what the agenda fills in itself."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="agenda_items"
    )
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.CharField(_("Add something to talk about"), max_length=140)
    at = models.DateTimeField(default=timezone.now)

    objects = OfCentre["AgendaItem"].as_manager()

    class Meta:
        verbose_name = _("thing to talk about")
        verbose_name_plural = _("things to talk about")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"agenda item {self.pk}"
