"""An organisation that hosts champions, and the champions' groups it has."""

from __future__ import annotations

import uuid
import zoneinfo
from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from champions.enums import BlockKind, Language, Paper, Region, Role
from champions.models.scope import OfCentre
from champions.models.user import StaffRole, User

if TYPE_CHECKING:
    from champions.models.wording import Wording


def known_zone(name: str) -> None:
    """Refuse a time zone that this machine does not know."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is no time zone. Write it like America/Toronto."),
            params={"name": name},
        )


class CentreQuerySet(models.QuerySet["Centre"]):
    def visible_to(self, user: User) -> CentreQuerySet:
        return self if user.is_superuser else self.filter(pk__in=user.centres_as())

    def led_by(self, user: User) -> CentreQuerySet:
        """Those whose point person the user is; all for the network administrator."""
        led = user.centres_as({Role.LEAD})
        return self if user.is_superuser else self.filter(pk__in=led)


class Centre(models.Model):
    """The tenant: everything that belongs to a centre is seen by it alone."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("short name in addresses"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80, blank=True)
    region = models.CharField(
        _("region"), max_length=6, choices=Region, default=Region.ONTARIO
    )
    zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="America/Toronto",
        validators=[known_zone],
    )
    paper = models.CharField(
        _("paper"), max_length=6, choices=Paper, default=Paper.LETTER
    )
    phone = models.CharField(
        _("telephone"),
        max_length=32,
        help_text=_("Stands on every page and letter: “Stuck? Talk to a person.”"),
    )
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    hours_fr = models.CharField(_("hours in French"), max_length=120, blank=True)
    address = models.TextField(_("address"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail for replies"), blank=True)
    sends_texts = models.BooleanField(
        _("we can send text messages through a service of our own"),
        default=False,
        help_text=_(
            "Texts then wait as a list to download, under Messages. Without it, who "
            "would like a text gets a letter."
        ),
    )
    quilt_salt = models.PositiveSmallIntegerField(default=0, editable=False)
    # Raised in the writing transaction; part of the key of every cached public page.
    version = models.PositiveBigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    quilt_kind: ClassVar[str] = BlockKind.CENTRE
    objects = CentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("centre")
        verbose_name_plural = _("centres")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def own_words(self) -> dict[tuple[str, str], Wording]:
        """Its own words by message and language, asked for once as long as this centre is
        in hand: a mailing to a thousand people is written by a few of them."""
        newest = self.wordings.all().newest()
        return {(one.message, one.language): one for one in newest if one.words}

    @property
    def country(self) -> str:
        """The two letters of the country, for telephone numbers."""
        return self.region[:2]

    @property
    def tzinfo(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.zone)

    @property
    def usual_language(self) -> str:
        """Of ours, the one for whoever has not said."""
        in_french = self.region == Region.QUEBEC
        return Language.FRENCH.value if in_french else Language.ENGLISH.value

    def name_in(self, language: str) -> str:
        return (language == Language.FRENCH and self.name_fr) or self.name

    @property
    def local_name(self) -> str:
        """The name in the language of the page."""
        return self.name_in(get_language() or Language.ENGLISH)

    @property
    def second_name(self) -> str:
        """The name in the other language, or nothing when it is the same."""
        other = self.name if self.local_name != self.name else self.name_fr
        return other if other != self.local_name else ""

    def hours_in(self, language: str) -> str:
        return (language == Language.FRENCH and self.hours_fr) or self.hours


class CircleQuerySet(OfCentre["Circle"]):
    def open(self) -> CircleQuerySet:
        return self.filter(closed_on=None)


class Circle(models.Model):
    """A champions' group: champions who meet together, with a point person."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="circles")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=80)
    quilt_salt = models.PositiveSmallIntegerField(default=0, editable=False)
    lead = models.ForeignKey(
        User,
        verbose_name=_("point person"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="circles_led",
    )
    back_up = models.ForeignKey(
        User,
        verbose_name=_("back-up"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="circles_backed",
    )
    partners = models.ManyToManyField(
        StaffRole, verbose_name=_("staff partners"), blank=True, related_name="circles"
    )
    # Written from above on every booking, so that ideas can say "we talk about it on".
    next_on = models.DateField(null=True, blank=True, editable=False)
    next_where = models.CharField(max_length=120, blank=True, editable=False)
    closed_on = models.DateField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    quilt_kind: ClassVar[str] = BlockKind.TOGETHER
    objects = CircleQuerySet.as_manager()

    class Meta:
        verbose_name = _("champions’ group")
        verbose_name_plural = _("champions’ groups")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "name"], name="circle_name_once_in_a_centre"
            )
        ]

    def __str__(self) -> str:
        return self.name
