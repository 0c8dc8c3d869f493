"""The parts of a town, as a centre's neighbours call them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from champions.enums import Language
from champions.models import Centre, OfCentre
from champions.search import search_text


class Area(models.Model):
    """“By the lake”, “North end”: where programmes are, in the centre's own list."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    name_fr = models.CharField(_("name in French"), max_length=60, blank=True)
    search_text = models.CharField(max_length=300, blank=True, editable=False)

    objects = OfCentre["Area"].as_manager()

    class Meta:
        verbose_name = _("part of town")
        verbose_name_plural = _("parts of town")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "name"], name="area_name_once_in_a_centre"
            )
        ]

    def __str__(self):
        """Its name in the language of the page."""
        is_french = (get_language() or "").startswith(Language.FRENCH)
        return (is_french and self.name_fr) or self.name

    def make_findable(self) -> None:
        """By its name in either language, without accents, capitals and endings."""
        in_french = search_text(Language.FRENCH, self.name_fr or self.name)
        self.search_text = search_text(Language.ENGLISH, self.name) + in_french
