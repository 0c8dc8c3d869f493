"""When pages in public have to be made anew because another page changed."""

from __future__ import annotations

from wagtail.models import Page

from champions.services.freshness import raise_all_versions, raise_version


def make_pages_anew(page: Page) -> None:
    """Kept pages may show it, or lead to it. A page that is of no centre is the
    network's, whose frame is around all."""
    if centre := getattr(page.specific, "centre", None):
        raise_version(centre)
    else:
        raise_all_versions()
