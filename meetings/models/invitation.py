"""Asking a person to a welcome workshop, one by one or in a mailing."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import Channel, Role
from champions.models import Centre, OfCentre, Person, User
from meetings.enums import InvitationState, MailingState, Route
from meetings.models.counted import CountedMailing
from meetings.models.meeting import Meeting, new_seed


class Mailing(models.Model):
    """A batch of general invitations, drawn by lot from everybody not yet asked."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    size = models.PositiveIntegerField(_("how many people to ask"))
    calls = models.PositiveIntegerField(_("how many calls we can make"), default=0)
    state = models.CharField(
        max_length=10,
        choices=MailingState,
        default=MailingState.DRAFT,
        editable=False,
    )
    lot_seed = models.CharField(max_length=32, default=new_seed, editable=False)
    prepared = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Until then nothing leaves the house, on any channel.
    leaves_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When whoever has not answered is asked once more; nobody is where it is empty.
    reminds_on = models.DateField(null=True, blank=True, editable=False)
    # When everybody drawn had an invitation that waits to leave.
    prepared_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfCentre["Mailing"].as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=models.Q(state=MailingState.DRAFT),
                name="one_draft_of_a_mailing",
            )
        ]

    def __str__(self) -> str:
        return f"mailing {self.pk}"

    @property
    def as_seen(self) -> str:
        """What whoever sends it has looked at."""
        return f"{self.size}/{self.calls}/{self.reminds_on}"

    @property
    def sent_on(self) -> date | None:
        """The day when somebody pressed, on the wall of the centre."""
        zone = self.centre.tzinfo
        return timezone.localdate(self.sent_at, zone) if self.sent_at else None

    @property
    def is_in_the_house(self) -> bool:
        """Still to be stopped as if nothing had been."""
        return self.leaves_at is not None and timezone.now() < self.leaves_at


class InvitationQuerySet(OfCentre["Invitation"]):
    seen_by = frozenset({Role.LEAD})

    def pending(self) -> InvitationQuerySet:
        """Asked, no answer yet, and the workshop has not begun."""
        return self.filter(
            state__in=[InvitationState.READY, InvitationState.SENT],
            meeting__starts_at__gt=timezone.now(),
            person__died_at=None,
        )


class Invitation(models.Model):
    """One person is asked to one welcome workshop, by one channel, once."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="invitations"
    )
    mailing = models.ForeignKey(
        Mailing,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="invitations",
    )
    # They answered a letter that the centre posted from a system of its own.
    counted = models.ForeignKey(
        CountedMailing,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="invitations",
    )
    route = models.CharField(max_length=10, choices=Route)
    # How it is told, and what the person would rather have (a text becomes a letter).
    channel = models.CharField(max_length=10, choices=Channel)
    wished_channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(
        max_length=12,
        choices=InvitationState,
        default=InvitationState.READY,
        editable=False,
    )
    generation = models.PositiveIntegerField(default=1, editable=False)
    decline_reason = models.CharField(max_length=300, blank=True)
    invited_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["pk"]
        indexes = [models.Index(fields=["centre", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "meeting"],
                name="one_invitation_a_person_and_workshop",
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def was_taken_back(self) -> bool:
        """With its whole mailing, before it left: this person was not asked."""
        return (
            self.state == InvitationState.WITHDRAWN
            and self.mailing is not None
            and self.mailing.state == MailingState.CANCELLED
        )
