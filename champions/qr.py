"""Addresses as squares that a telephone's camera reads."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(address: str, *, css_class: str | None = "qr") -> SafeString:
    """The drawing, without a size or style of its own, which the content policy of pages
    would refuse. At 2 cm it is read from a hand's breadth (look, section 5)."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(border=2, omitsize=True, svgclass=css_class, lineclass=None)
    return mark_safe(svg)  # noqa: S308  drawn by segno from an address of ours
