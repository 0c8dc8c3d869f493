"""What a centre's pages look like: its colour and its logo, one for both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from champions.models import Centre
from cms.models import CentrePage

# As high as the square, sharp on a fine screen.
LOGO = "max-320x88|format-webp"


@dataclass(frozen=True)
class Look:
    accent: str = ""
    logo: Any = None


def look_of(centre: Centre | None, homes: list[CentrePage] | None = None) -> Look:
    """Of the home in the language of the page; what is not set there, of the other. The
    `homes` are asked for where a page did not bring them."""
    if centre is None:
        return Look()
    if homes is None:
        rows = CentrePage.objects.filter(centre=centre)
        homes = list(rows.select_related("locale", "logo"))
    homes = sorted(homes, key=lambda home: home.locale.language_code != get_language())
    accent = next((home.accent for home in homes if home.accent), "")
    logo = next((home.logo for home in homes if home.logo), None)
    return Look(accent, logo.get_rendition(LOGO) if logo else None)
