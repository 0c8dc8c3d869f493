"""Words on paper: a page of HTML made into a PDF, and the band of squares on its head.
No rows are changed here."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

from champions import quilt
from champions.models import Centre, Circle
from champions.quilt import Block


class NoPdfError(Exception):
    """Pango is missing on this machine."""


def pdf_of_html(words: str, *, style: str) -> bytes:
    """The document as a PDF; `style` is the stylesheet's name among the static files.
    Nothing is fetched that is not ours. Raises NoPdfError where Pango is missing."""
    made: bytes = _laid_out(words, style).write_pdf()
    return made


def pages_of_html(words: str, *, style: str) -> int:
    """On how many pages it would be printed; NoPdfError where Pango is missing."""
    return len(_laid_out(words, style).pages)


def _laid_out(words: str, style: str) -> Any:
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415  needs Pango when imported
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except OSError as error:
        raise NoPdfError from error
    only_ours = URLFetcher(allowed_protocols={"file", "data"})
    fonts = FontConfiguration()
    sheet = CSS(filename=style_file(style), url_fetcher=only_ours, font_config=fonts)
    document = HTML(string=words, url_fetcher=only_ours)
    return document.render(stylesheets=[sheet], font_config=fonts)


def can_make_pdf() -> bool:
    try:
        import weasyprint  # noqa: F401, PLC0415  needs Pango when imported
    except OSError:
        return False
    return True


def style_file(style: str) -> Path:
    return Path(str(finders.find(style)))


def ribbon_data(blocks: Sequence[Block], *, count: int, size: int) -> str:
    """A band as pixels inside the document: a drawing would be made anew on every
    page."""
    kept = BytesIO()
    band = quilt.ribbon_picture(blocks, count=count, size=size)
    band.quantize(64).save(kept, "PNG", optimize=True)
    return f"data:image/png;base64,{b64encode(kept.getvalue()).decode()}"


def blocks_of(centre: Centre) -> Sequence[Block]:
    """The squares of a centre and its groups."""
    circles = Circle.objects.of(centre).open().order_by("pk")
    return [block_of(sewn) for sewn in (centre, *circles[:7])]


def block_of(sewn: Centre | Circle) -> Block:
    return Block(sewn.uuid, sewn.quilt_kind, sewn.quilt_salt)
