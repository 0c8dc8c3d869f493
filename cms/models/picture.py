"""Pictures that champions add to what they run, and who is to be seen in them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string

from champions.enums import ConsentPurpose, Language
from champions.models import Centre, Consent, OfCentre, Person, User
from cms.enums import HowAllowed
from cms.models.programme import Programme


class PictureQuerySet(OfCentre["Picture"]):
    def here(self):
        """Neither taken down nor without its file."""
        return self.filter(taken_down_at=None, image__isnull=False)

    def allowed(self):
        """Everybody who can be recognised allows it, as of now."""
        missing = InPicture.objects.not_allowed().filter(picture=OuterRef("pk"))
        named = InPicture.objects.filter(picture=OuterRef("pk"))
        says_who = Q(nobody_recognisable=True) | Exists(named)
        return self.here().filter(says_who).exclude(Exists(missing))

    def shown(self):
        """In public: checked by staff, and allowed."""
        return self.allowed().exclude(checked_at=None)

    def to_check(self):
        return self.allowed().filter(checked_at=None)


class Picture(models.Model):
    """A picture of a programme. Its file is in the centre's collection; it goes for
    good when the picture is taken down."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="pictures"
    )
    image = models.OneToOneField(
        get_image_model_string(),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # The form that brought it: sent twice, it is one picture.
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=2, choices=Language)
    alt = models.CharField(_("What can be seen?"), max_length=200)
    alt_other = models.CharField(
        _("The same in the other language"), max_length=200, blank=True
    )
    nobody_recognisable = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_down_at = models.DateTimeField(null=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["added_at", "pk"]
        indexes = [models.Index(fields=["programme", "taken_down_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "submission"], name="a_form_brings_one_picture"
            )
        ]

    def __str__(self) -> str:
        return f"picture {self.pk}"

    def words_in(self, language: str) -> tuple[str, str]:
        """What can be seen, and the language of these words."""
        if language == self.language or not self.alt_other:
            return self.alt, self.language
        return self.alt_other, language


class InPictureQuerySet(OfCentre["InPicture"]):
    def not_allowed(self):
        """Who took it back, died, or is known and does not allow it any more."""
        standing = Consent.objects.filter(
            person=OuterRef("person"), purpose=ConsentPurpose.PHOTO, withdrawn_at=None
        )
        gone = Q(person__died_at__isnull=False) | Q(person__erased_at__isnull=False)
        silent = Q(person__isnull=False) & ~Exists(standing)
        return self.filter(Q(withdrawn_at__isnull=False) | gone | silent)


class InPicture(models.Model):
    """Somebody who can be recognised in a picture: a person known to the centre, or a
    first name."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    picture = models.ForeignKey(
        Picture, on_delete=models.CASCADE, related_name="people"
    )
    person = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="+"
    )
    # Of somebody without a record of their own.
    first_name = models.CharField(max_length=80, blank=True)
    how = models.CharField(max_length=10, choices=HowAllowed)
    # The version of the words they read or signed, and their language.
    wording = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2, choices=Language)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InPictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("somebody in a picture")
        verbose_name_plural = _("people in pictures")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "person"], name="once_in_a_picture"
            )
        ]

    def __str__(self) -> str:
        return f"somebody in picture {self.picture_id}"

    @property
    def name(self) -> str:
        return self.person.first_name if self.person else self.first_name
