"""“How often shall we meet?”: each time the question is asked, and what each champion
says to it and how we know."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, Circle, OfCentre, Person, User
from meetings.enums import HowOften, SaidHow, Stage


class RhythmQuestionQuerySet(OfCentre["RhythmQuestion"]):
    def open(self) -> RhythmQuestionQuerySet:
        return self.filter(decided_at=None)


class RhythmQuestion(models.Model):
    """One time that a group is asked; open until the answers change its rhythm.

    The counts are those of the moment of the change, kept for the group's history.
    """

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    # Nobody: it opened by itself, with the third monthly get-together.
    asked_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The champion who asked allows that the group reads their first name.
    names_asker = models.BooleanField(default=False)
    by_itself = models.BooleanField(default=False, editable=False)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    stage_before = models.CharField(max_length=10, choices=Stage, blank=True)
    stage_after = models.CharField(max_length=10, choices=Stage, blank=True)
    active = models.PositiveIntegerField(default=0, editable=False)
    monthly = models.PositiveIntegerField(default=0, editable=False)
    quarterly = models.PositiveIntegerField(default=0, editable=False)
    not_sure = models.PositiveIntegerField(default=0, editable=False)
    # Since when it is known that the change rested on an answer that was not theirs.
    doubted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RhythmQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("how often shall we meet?")
        verbose_name_plural = _("how often shall we meet?")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle"],
                condition=Q(decided_at=None),
                name="one_open_question_a_group",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | ~Q(stage_after=""),
                name="a_decided_question_says_where_it_led",
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.pk} to group {self.circle_id}"

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    @property
    def answered(self) -> int:
        """How many had answered when it changed the group's rhythm."""
        return self.monthly + self.quarterly + self.not_sure

    @property
    def opened_on(self) -> date:
        """The day on the calendar of the centre's wall."""
        return self.opened_at.astimezone(self.centre.tzinfo).date()

    @property
    def decided_on(self) -> date | None:
        at = self.decided_at
        return at.astimezone(self.centre.tzinfo).date() if at else None


class RhythmAnswer(models.Model):
    """What one champion says to one question now; empty until they say something."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(
        RhythmQuestion, on_delete=models.CASCADE, related_name="answers"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    says = models.CharField(
        _("How often shall we meet?"), max_length=10, choices=HowOften, blank=True
    )
    # Only then does the group read their first name beside what they say.
    named = models.BooleanField(default=False)
    generation = models.PositiveIntegerField(default=1, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfCentre["RhythmAnswer"].as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "person"], name="one_answer_a_person_and_question"
            )
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class RhythmWord(models.Model):
    """One time that somebody said it: by which way, and who wrote it down. The latest
    that is theirs is their answer."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    answer = models.ForeignKey(
        RhythmAnswer, on_delete=models.CASCADE, related_name="words"
    )
    says = models.CharField(max_length=10, choices=HowOften)
    named = models.BooleanField(default=False)
    how = models.CharField(max_length=10, choices=SaidHow)
    written_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    # It was among those that changed the group's rhythm.
    counted = models.BooleanField(default=False, editable=False)
    not_mine_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfCentre["RhythmWord"].as_manager()

    class Meta:
        verbose_name = _("what somebody said")
        verbose_name_plural = _("what people said")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"word {self.pk} of answer {self.answer_id}"

    @property
    def on(self) -> date:
        return self.at.astimezone(self.centre.tzinfo).date()
