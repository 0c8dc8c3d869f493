"""The map of the site (sitemaps.org): each public page once in each of its languages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from cms.models import StoryPage
from cms.models.pages import path_of


@dataclass(frozen=True)
class InLanguages:
    """One page: its path in each language, and when its words last changed in any."""

    paths: dict[str, str]
    changed: datetime | None


class PublicPages(Sitemap):
    """Its addresses begin as in mails and letters, whoever asks."""

    i18n = True
    alternates = True

    def __init__(self, request: HttpRequest):
        self.request = request

    def get_domain(self, site=None):
        return urlsplit(settings.BASE_URL).netloc

    def get_protocol(self, protocol=None):
        return urlsplit(settings.BASE_URL).scheme

    def items(self):
        """In the order of the tree; without the root, which is no page of words."""
        return _all_pages(self.request)

    def get_languages_for_item(self, item):
        return list(item.paths)

    def location(self, item):
        return item.paths[get_language()]

    def lastmod(self, item):
        return item.changed


def _all_pages(request: HttpRequest) -> list[InLanguages]:
    told = StoryPage.objects.in_public().order_by().values("pk")
    taken_back = StoryPage.objects.exclude(pk__in=told).values("pk")
    pages = Page.objects.live().public().filter(depth__gt=1).select_related("locale")
    pages = pages.exclude(pk__in=taken_back)
    by_key: dict[object, list[Page]] = defaultdict(list)
    for page in pages.order_by("path"):
        by_key[page.translation_key].append(page)
    return [_in_languages(same, request) for same in by_key.values()]


def _in_languages(same: list[Page], request: HttpRequest) -> InLanguages:
    """The request remembers where the site begins, so that it is asked for once."""
    codes = {page.locale.language_code: page for page in same}
    return InLanguages(
        paths={code: path_of(page) for code, page in codes.items()},
        changed=max(
            filter(None, (one.last_published_at for one in same)), default=None
        ),
    )
