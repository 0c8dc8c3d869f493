"""What stands where on paper: the boxes of a page as WeasyPrint lays it out, and the words
of a PDF with their places. Lengths are inches from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from champions.paper import style_file

PIXELS, POINTS = 96, 72  # in an inch


@dataclass(frozen=True)
class Box:
    """A piece of a page: its first line and its edges."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def pages_of(html, style):
    fonts = FontConfiguration()
    sheet = CSS(filename=style_file(style), font_config=fonts)
    document = HTML(string=html).render(stylesheets=[sheet], font_config=fonts)
    return document.pages


def boxes(html, style, name):
    """Where the elements with this class lie, in the order of the document."""
    return [
        Box(
            number,
            box.position_x / PIXELS,
            box.position_y / PIXELS,
            (box.position_x + box.margin_width()) / PIXELS,
            (box.position_y + box.margin_height()) / PIXELS,
        )
        for number, page in enumerate(pages_of(html, style))
        for box in page._page_box.descendants()
        if box.element is not None
        and not box.element_tag.endswith(("::before", "::marker"))
        and name in (box.element.get("class") or "").split()
    ]


@dataclass(frozen=True)
class Said:
    """Words of a PDF: where their base line begins, and how large they are, in points."""

    page: int
    left: float
    base: float
    size: float
    words: str


def words_of_pdf(pdf):
    """Each run of words with its place."""
    found = []
    for number, page in enumerate(PdfReader(BytesIO(pdf)).pages):
        height = float(page.mediabox.height)

        def note(words, cm, tm, _font, size, number=number, height=height):
            if not words.strip():
                return
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            scale = abs(tm[3] * cm[3]) or 1
            found.append(
                Said(
                    number,
                    x / POINTS,
                    (height - y) / POINTS,
                    size * scale,
                    words.strip(),
                )
            )

        page.extract_text(visitor_text=note)
    return found
