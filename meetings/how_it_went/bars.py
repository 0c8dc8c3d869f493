"""Bars in the colours of the quilt, drawn as SVG here on the server: no script, no style
attribute. Each bar has its words and its number above it, in the colour of the text
around it, so that it can be read in the dark, on paper, and without colours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from champions.quilt.patterns import FABRICS, THREAD

# In lines of text (em), so that larger letters make a larger picture.
STEP, BAR, GAP = 3.2, 1.2, 1.4
# A bar of one person among thousands is still seen.
LEAST = 0.6


@dataclass(frozen=True)
class Bar:
    """One number: what it counts, how it is written, and how long it is (0 to 1)."""

    label: str
    number: str
    length: float


@dataclass(frozen=True)
class Band:
    """Bars of one scale and one fabric."""

    fabric: str
    bars: Sequence[Bar]
    # A stitched line below it: there another scale begins.
    seam: bool = False


def bars(bands: Iterable[Band]) -> SafeString:
    """The bands one below the other, as wide as there is room. It is decoration: the
    table beside it says the same."""
    drawn: list[SafeString] = []
    top = 0.0
    for band in bands:
        for bar in band.bars:
            drawn.append(_bar(bar, FABRICS[band.fabric], top))
            top += STEP
        if band.seam:
            drawn.append(_seam(top + GAP / 2))
            top += GAP
    return format_html(
        '<svg class="bars" width="100%" height="{}em" aria-hidden="true" '
        'focusable="false">{}</svg>',
        _short(top),
        format_html_join("", "{}", ((one,) for one in drawn)),
    )


def _bar(bar: Bar, colour: str, top: float) -> SafeString:
    width = max(100 * min(bar.length, 1), LEAST) if bar.length > 0 else 0
    places = {
        "words": _short(top + 1.1),
        "top": _short(top + 1.5),
        "middle": _short(top + 1.5 + BAR / 2),
    }
    return format_html(
        '<text x="0" y="{words}em" fill="currentColor">{label} '
        '<tspan font-weight="700">{number}</tspan></text>'
        '<rect x="0" y="{top}em" width="100%" height="{bar}em" fill="none" '
        'stroke="currentColor" stroke-opacity=".3"/>'
        '<rect x="0" y="{top}em" width="{width}%" height="{bar}em" fill="{colour}"/>'
        '<line x1="0" y1="{middle}em" x2="{width}%" y2="{middle}em" '
        'stroke="{thread}" stroke-width="1.5" stroke-dasharray="5 5"/>',
        label=bar.label,
        number=bar.number,
        bar=_short(BAR),
        width=_short(width),
        colour=colour,
        thread=THREAD,
        **places,
    )


def _seam(at: float) -> SafeString:
    return format_html(
        '<line x1="0" y1="{at}em" x2="100%" y2="{at}em" stroke="currentColor" '
        'stroke-opacity=".5" stroke-dasharray="6 6"/>',
        at=_short(at),
    )


def _short(number: float) -> str:
    """With a point and no needless digits, whatever the language of the page."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
