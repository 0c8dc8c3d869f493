"""What came of talking about an idea."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, OfCentre, Person, User
from ideas.enums import REASON_DUE, REASON_LENGTH, Outcome
from ideas.models.idea import Idea


class Answer(models.Model):
    """What came of talking about an idea, written by one and decided together."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="answers")
    outcome = models.CharField(_("Our answer"), max_length=10, choices=Outcome)
    reason = models.TextField(_("Why?"), max_length=600, blank=True)
    promise = models.CharField(
        _("What does the centre promise?"), max_length=200, blank=True
    )
    next_step = models.CharField(_("What happens next?"), max_length=200, blank=True)
    look_again_on = models.DateField(_("When do we look again?"), null=True, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    together_with = models.ManyToManyField(Person, blank=True, related_name="+")
    # The gathering at which it was decided: words and a date, the link is kept above.
    gathering_on = models.DateField(null=True, blank=True)
    gathering_words = models.CharField(max_length=120, blank=True)
    staff_alone = models.BooleanField(default=False)
    look_again_asked_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = OfCentre["Answer"].as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=sorted(REASON_DUE))
                | Q(GreaterThanOrEqual(Length("reason"), REASON_LENGTH[0])),
                name="an_answer_gives_its_reason_where_due",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.YES) | ~Q(promise=""),
                name="a_yes_says_what_is_promised",
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"
