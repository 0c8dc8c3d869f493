"""What the head of a page says to machines, and what a listing lacks."""

from __future__ import annotations

import json

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_from_path
from wagtail.models import Page

from cms.enums import LISTED_STATES
from cms.models import Programme, ProgrammePage
from cms.models.pages import path_of
from cms.open_data.hsds.services import whole_service
from cms.open_data.linked import event_series
from cms.open_data.published import ahead_of, published
from cms.useful_listing import Need, missing
from meetings.services.closed_days import shut_days
from meetings.services.rhythms import today_at

register = template.Library()

# As Django's json_script does: no word can end the script or begin another.
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


@register.simple_tag
def linked_data(page: ProgrammePage) -> SafeString | str:
    """A programme's data for search engines; nothing while it is not listed. A script of
    this type is data: no browser runs it."""
    programme = page.programme
    if not page.live or programme.state not in LISTED_STATES:
        return ""
    ahead_of(programme)
    shut = shut_days(programme.centre, today_at(programme.centre))
    words = json.dumps(event_series(programme, page, shut), ensure_ascii=False)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(words.translate(ESCAPES)),  # noqa: S308  escaped one line above
    )


@register.simple_tag
def would_like_to_know(programme: Programme) -> list[Need]:
    """What the listing of a programme lacks; nothing while it is not in public."""
    listed = published(programme.centre).filter(pk=programme.pk).first()
    if listed is None:
        return []
    return missing(whole_service(listed), today_at(programme.centre))


@register.simple_tag(takes_context=True)
def in_each_language(context) -> list[tuple[str, str]]:
    """Code of the language and whole address of a page, and of its translation; the first
    is that of the words shown. Nothing for what is no page of words."""
    page, request = context.get("page"), context.get("request")
    if not isinstance(page, Page) or request is None:
        return []
    paths = filter(None, (path_of(page), getattr(request, "translated_url", "")))
    return [
        (get_language_from_path(path) or "", f"{settings.BASE_URL}{path}")
        for path in paths
    ]
