"""What a browser shows above a paper that is printed and given out."""

from __future__ import annotations

from django.templatetags.static import static

from champions.paper import can_make_pdf

BAR_STYLE = "cms/css/bar.css"


def page_bar(*, back: str, pdf: str) -> dict[str, str]:
    """The way back, and to the same as a file where this machine can make one."""
    return {
        "back_url": back,
        "pdf_url": pdf if can_make_pdf() else "",
        "bar_style": static(BAR_STYLE),
    }
