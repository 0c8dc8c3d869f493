"""Talking with somebody before inviting them. Why has no column, and no category: that
a colleague asked for a talk, and until when, is all there is to know."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from champions.enums import TALK_FIRST, Role
from champions.models.centre import Centre
from champions.models.person import Person
from champions.models.scope import OfCentre
from champions.models.user import User
from champions.when import day_in_words


class TalkFirstQuerySet(OfCentre["TalkFirst"]):
    def visible_to(self, user: User) -> TalkFirstQuerySet:
        """All of a centre for its point person; for others at the table, and for
        providers, those in which they have a part."""
        seen = super().visible_to(user)
        if user.is_superuser:
            return seen
        part = Q(written_by=user) | Q(renewed_by=user) | Q(promised_by=user)
        here = user.centres_as(TALK_FIRST - {Role.LEAD})
        return seen | self.filter(part, centre__in=here)

    def living(self) -> TalkFirstQuerySet:
        """Neither over nor past their day, with somebody whom we could invite."""
        return self.filter(
            ended_at=None,
            lapses_at__gt=timezone.now(),
            person__died_at=None,
            person__do_not_contact_at=None,
        )


class TalkFirst(models.Model):
    """Somebody of the staff will talk with a person before they are invited. It ends
    when they talked, when the person says yes, or by itself when its day is over."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="talks_first"
    )
    promised_by = models.ForeignKey(
        User,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=gettext_lazy("who talks with them"),
    )
    # The last day, and its end by the clock on the centre's wall.
    until = models.DateField(gettext_lazy("by when"))
    lapses_at = models.DateTimeField(editable=False)
    written_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)
    renewed_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    renewed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TalkFirstQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("talk first")
        verbose_name_plural = gettext_lazy("talk first")
        ordering = ["until", "pk"]
        constraints = [
            # One that lapsed is closed when the next is written.
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_at=None),
                name="one_open_talk_first_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(written_by=F("renewed_by")),
                name="talk_first_renewed_by_a_second",
            ),
        ]

    def __str__(self) -> str:
        return f"talk first with person {self.person_id}"

    @property
    def lives(self) -> bool:
        open_ = self.ended_at is None and self.lapses_at > timezone.now()
        return open_ and self.person.may_be_asked

    @property
    def words(self) -> str:
        """The sentence that the person reads in their own record."""
        name = self.promised_by.first_name if self.promised_by else ""
        said = {
            "name": name or _("Somebody of our staff"),
            "day": day_in_words(self.until),
        }
        if self.lives:
            return (
                _(
                    "%(name)s would like to talk with you before we invite you, by %(day)s."
                )
                % said
            )
        return (
            _("%(name)s wanted to talk with you before we invited you, by %(day)s.")
            % said
        )
