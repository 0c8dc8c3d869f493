"""An uploaded contact list and what became of each of its lines."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import Language, LineOutcome, ListState
from champions.models.centre import Centre
from champions.models.person import Person
from champions.models.scope import OfCentre
from champions.models.user import User


class ContactList(models.Model):
    """One upload. The file itself is kept until its people are imported or it is dropped,
    a week at most: until then its columns may turn out to mean something else."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("file"), max_length=120)
    file_name = models.CharField(max_length=160, blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    # What a refusal in the background is written in.
    language = models.CharField(
        max_length=2, choices=Language, default=Language.ENGLISH
    )
    state = models.CharField(
        max_length=10, choices=ListState, default=ListState.READING, editable=False
    )
    # The line of the headings, their words and what each means; how many cells of each
    # column say something; the names of all sheets.
    headings = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    refusal = models.TextField(blank=True)
    lines_done = models.PositiveIntegerField(default=0)
    # Raised when it is read anew, so that nobody goes on with the older reading.
    reading = models.PositiveSmallIntegerField(default=1, editable=False)
    # Counted before the work and cleared by progress: three without any, and it rests.
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    worked_at = models.DateTimeField(default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)
    imported_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfCentre["ContactList"].as_manager()

    class Meta:
        verbose_name = _("contact list")
        verbose_name_plural = _("contact lists")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"contact list {self.pk}"

    @property
    def ignored(self) -> list[str]:
        """The headings of the columns that are left out."""
        named = zip(
            self.headings.get("names", ()), self.headings.get("fields", ()), strict=True
        )
        return [name for name, field in named if name and not field]


class HeadingMeaning(models.Model):
    """What a centre said that a heading of its lists means; asked for once."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    # Its words without accents, capitals and signs.
    heading = models.CharField(max_length=80)
    # Of the table of columns; empty: that column is left out.
    field = models.CharField(max_length=20, blank=True)

    objects = OfCentre["HeadingMeaning"].as_manager()

    class Meta:
        verbose_name = _("meaning of a heading")
        verbose_name_plural = _("meanings of headings")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "heading"], name="one_meaning_of_a_heading"
            )
        ]

    def __str__(self) -> str:
        return f"heading {self.pk}"


class ContactLine(models.Model):
    """One line of a list. Its words are wiped as soon as it has been imported."""

    contact_list = models.ForeignKey(
        ContactList,
        on_delete=models.CASCADE,
        related_name="lines",
        db_index=False,  # the unique number begins with it
    )
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=LineOutcome)
    reason = models.CharField(max_length=20, blank=True)
    # Each between spaces, so that lines can be asked for by one of them.
    notes = models.CharField(max_length=200, blank=True)
    same_as = models.PositiveIntegerField(null=True, blank=True)
    # By what somebody is recognised, as on a person; wiped with the words.
    name_key = models.CharField(max_length=170, blank=True, editable=False)
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    phone = models.CharField(max_length=20, blank=True, editable=False)
    address_key = models.CharField(max_length=200, blank=True, editable=False)
    words = models.JSONField(default=dict, blank=True)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    imported_at = models.DateTimeField(null=True, blank=True)
    # When this line marked somebody known as do-not-contact; forgotten once the import
    # cannot be taken back any more.
    marked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfCentre["ContactLine"].as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact_list", "number"], name="line_number_once_in_a_list"
            )
        ]
        indexes = [
            models.Index(fields=["contact_list", "outcome", "number"]),
            models.Index(fields=["contact_list", "name_key"]),
        ]

    def __str__(self) -> str:
        return f"line {self.number}"
