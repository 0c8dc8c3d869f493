"""What a centre says in its own words."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.languages import LONGEST
from champions.models.centre import Centre
from champions.models.scope import OfCentre
from champions.models.user import User

SUBJECT_LENGTH = 120
WORDS_LENGTH = 1500
TEXT_LENGTH = 160


class WordingQuerySet(OfCentre["Wording"]):
    def newest(self) -> WordingQuerySet:
        """The last row of each message and language: what counts."""
        later = Wording.objects.filter(
            centre=OuterRef("centre"),
            message=OuterRef("message"),
            language=OuterRef("language"),
            number__gt=OuterRef("number"),
        )
        return self.exclude(Exists(later))


class Wording(models.Model):
    """A centre's own words for one message in one language. No row is ever changed: who
    keeps other words adds one, and the newest counts. One without words says that ours
    are used again."""

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="wordings"
    )
    # Which message, by its short name in `champions/messages/worded.py`.
    message = models.CharField(max_length=40)
    # A tag such as es or zh-Hant.
    language = models.CharField(max_length=LONGEST)
    number = models.PositiveIntegerField()
    subject = models.CharField(_("heading"), max_length=SUBJECT_LENGTH, blank=True)
    # With marks such as {name}, kept in English whatever language they were typed in.
    words = models.TextField(_("words"), max_length=WORDS_LENGTH, blank=True)
    text_line = models.CharField(
        _("line for a text message"), max_length=TEXT_LENGTH, blank=True
    )
    written_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("own words")
        verbose_name_plural = _("own words")
        ordering = ["message", "language", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "message", "language", "number"],
                name="wording_number_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.message} in {self.language}, {self.number}"

    @property
    def is_ours(self) -> bool:
        return not self.words
