"""The poster by which anybody may put themselves forward, and the slips beside it. One
template for the page that is printed and for the PDF; no rows are changed here."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from champions import quilt
from champions.enums import Language
from champions.models import Centre
from champions.paper import block_of, pdf_of_html
from champions.qr import qr_svg
from meetings.services.workshops import next_workshop

STYLE = "cms/css/handouts.css"
ACROSS, DOWN = 4, 2
SLIPS = range(4)


def html_of(centre: Centre, language: str, *, style: str = "", **bar: Any) -> str:
    """The document in a language; `style` is the address of its stylesheet when a
    browser shows it, and `bar` what stands above it there."""
    block = block_of(centre)
    with override(language):
        path = reverse("meetings:join", args=[centre.slug])
        return render_to_string(
            "meetings/handouts/poster.html",
            {
                "centre": centre,
                "language": language,
                "workshop": next_workshop(centre),
                "qr": qr_svg(settings.BASE_URL + path),
                "short_address": urlsplit(settings.BASE_URL).netloc + path,
                "quilt": quilt.checkerboard(block, columns=ACROSS, rows=DOWN),
                "own_block": quilt.svg(block),
                "slips": SLIPS,
                "languages": Language.choices,
                "style": style,
                **bar,
            },
        )


def pdf_of(centre: Centre, language: str) -> bytes:
    """The same as a PDF; NoPdfError where the machine lacks Pango."""
    return pdf_of_html(html_of(centre, language), style=STYLE)
