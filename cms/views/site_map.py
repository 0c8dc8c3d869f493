"""What search engines may read: the map of all public pages, and what is private."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from champions.permissions import Who, access
from cms.models import DemoMark
from cms.open_data.site_map import PublicPages

TWIN = "none: read by search engines"
# Nobody's own page is for a search engine; the links to them are secret besides.
PRIVATE = (
    "/admin/",
    "/documents/",
    "/styleguide/",
    "/*/accounts/",
    "/*/go/",
    "/*/i/",
    "/*/my/",
    "/*/seat/",
    "/*/try/",
    "/*/*/desk/",
    "/*/*/meetings/",
    "/*/*/prescribe/",
    "/*/*/programmes/*/come/",
)


@access(Who.PUBLIC, twin=TWIN)
@require_safe
@conditional_page
def site_map(request: HttpRequest) -> HttpResponse:
    """Every live public page, with its other language beside it."""
    return sitemap(request, {"pages": PublicPages(request)}).render()


@access(Who.PUBLIC, twin=TWIN)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """An invented installation is none of a search engine's business."""
    shut = ("/",) if DemoMark.objects.exists() else PRIVATE
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in shut),
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
