"""One person's reply to a gathering, what would help them, and whether they came."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import Channel, Language, Role
from champions.models import Centre, OfCentre, Person, User
from meetings.enums import HOLDING, Audience, NeedKind, Reply
from meetings.models.meeting import Meeting, Part


class SeatQuerySet(OfCentre["Seat"]):
    seen_by = frozenset({Role.LEAD, Role.SUPPORTER, Role.DESK})

    def holding(self) -> SeatQuerySet:
        return self.filter(reply__in=HOLDING)

    def waiting_list(self) -> SeatQuerySet:
        """Those who wait, in the order in which places are offered."""
        waiting = self.filter(reply=Reply.WAITING)
        return waiting.order_by("waiting_since", "lot", "pk")

    def places_held(self) -> int:
        """People, companions included, who hold a place."""
        held = self.holding().aggregate(n=Sum(1 + F("companions")))["n"]
        return int(held or 0)


class Seat(models.Model):
    """A reply to a gathering by a person, or by a guest of a programme who gave
    a first name and perhaps a way to reach them."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    guest_name = models.CharField(_("first name"), max_length=80, blank=True)
    guest_reach = models.CharField(_("telephone or e-mail"), max_length=254, blank=True)
    # The language of the page on which a guest said that they come.
    guest_language = models.CharField(max_length=2, choices=Language, blank=True)
    # A guest allows those who run it to see the first name; else they see a number.
    shows_name = models.BooleanField(
        _("Those who run it may see my first name"), default=False
    )
    # A first visit: somebody waits at the door.
    meet_me = models.BooleanField(_("Meet me at the door"), default=False)
    audience = models.CharField(
        max_length=10, choices=Audience, default=Audience.CHAMPIONS
    )
    reply = models.CharField(
        max_length=10, choices=Reply, default=Reply.ASKED, editable=False
    )
    companions = models.PositiveSmallIntegerField(
        _("How many people come with you?"), default=0
    )
    # What a form's one-time number was, so that a form sent twice counts once.
    submission = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    generation = models.PositiveIntegerField(default=1, editable=False)
    helped_by = models.CharField(_("Who helps you?"), max_length=80, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_how = models.CharField(max_length=10, choices=Channel, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The first yes, kept when it becomes a no: who could not come is asked again.
    said_yes_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The day on which the answer reached the centre, whenever it was typed.
    arrived_on = models.DateField(null=True, blank=True, editable=False)
    waiting_since = models.DateTimeField(null=True, blank=True, editable=False)
    # What was drawn: the order of those who wait since the same moment.
    lot = models.CharField(max_length=65, blank=True, editable=False)
    # Said "not this time, tell me next time": asked first next time.
    next_time_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Null while offered: by telephone, until somebody is reached.
    offered_until = models.DateTimeField(null=True, blank=True, editable=False)
    walked_in = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["meeting", "audience", "reply"])]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], name="one_seat_a_person_and_gathering"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, guest_name="")
                | (Q(person=None) & ~Q(guest_name="")),
                name="a_seat_is_of_a_person_or_of_a_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"seat {self.pk}"

    @property
    def name(self) -> str:
        return self.person.first_name if self.person else self.guest_name

    @property
    def name_for_hosts(self) -> str:
        """What those who run it call them; nothing of a guest who did not allow it."""
        is_guest = self.person_id is None and self.audience == Audience.GUESTS
        hides = is_guest and not (self.shows_name or self.walked_in)
        return "" if hides else self.name

    @property
    def places(self) -> int:
        """How many places it needs, companions included."""
        return 1 + self.companions


class Need(models.Model):
    """What would help somebody to come; a task of staff until it is arranged."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=12, choices=NeedKind)
    words = models.CharField(_("tell us more"), max_length=200, blank=True)
    tell_group = models.BooleanField(_("tell the group"), default=False)
    # Whoever of staff looks after it; the group's point person while nobody took it.
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    arranged_words = models.CharField(
        _("What is arranged?"),
        max_length=200,
        blank=True,
        help_text=_("They read it. Like: Marc picks you up at 1 pm."),
    )
    arranged_at = models.DateTimeField(null=True, blank=True)
    arranged_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = OfCentre["Need"].as_manager()

    class Meta:
        verbose_name = _("what would help")
        verbose_name_plural = _("what would help")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "kind"], name="one_need_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} for seat {self.seat_id}"

    @property
    def looked_after_by(self) -> User | None:
        """Who took it, or the point person of the group whose gathering it is."""
        circle = self.seat.meeting.circle
        return self.owner or (circle.lead if circle else None)


class Attendance(models.Model):
    """Whether the holder of a seat came to one part; the last word counts."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="attendances")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="attendances")
    came = models.BooleanField(_("came"))
    marked_at = models.DateTimeField(default=timezone.now)
    marked_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = OfCentre["Attendance"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "part"], name="one_attendance_a_seat_and_part"
            )
        ]

    def __str__(self) -> str:
        return f"attendance of seat {self.seat_id}"
