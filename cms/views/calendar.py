"""My calendar: my own gatherings, and the secret address by which my own calendar keeps
up with them. A card can be found by anybody: it does not show the address."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from champions.permissions import CentreRequest, Who, access, came_by_card
from champions.services.feeds import feed_token, renew_feed, user_of_feed
from meetings.calendars import calendar_of, title_of
from meetings.services.own_calendar import Own, own_gatherings

BY_PHONE = "phone:meetings:desk"


@access(Who.SIGNED_IN, twin=BY_PHONE)
@never_cache
def my_calendar(request: CentreRequest) -> HttpResponse:
    """GET shows the list and the address; the button makes a new address."""
    by_card = came_by_card(request)
    if request.method == "POST" and not by_card:
        renew_feed(request.user)
        messages.success(
            request, _("Here is your new address. The old one shows nothing any more.")
        )
        return redirect("my_calendar")
    now = timezone.now()
    ahead = [
        own
        for own in own_gatherings(request.user, now=now)
        if own.meeting.ends_at > now
    ]
    address = "" if by_card else _address(request)
    context = {
        "rows": [(own, title_of(own.meeting)) for own in ahead],
        "address": address,
        "webcal": f"webcal:{address.partition(':')[2]}" if address else "",
        "by_card": by_card,
    }
    return _without_referrer(render(request, "cms/my_calendar.html", context))


@access(Who.HOLDER, twin=BY_PHONE)
@require_safe
def my_feed(request: HttpRequest, token: str) -> HttpResponse:
    """For a calendar program, which comes again and again; it names nobody."""
    user = user_of_feed(token)
    if user is None:
        raise Http404
    own = own_gatherings(user, now=timezone.now())
    file = calendar_of(
        (one.entry(url=_page_of(one)) for one in own), name=_("Health Champions")
    )
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"
    return _without_referrer(response)


def _address(request: CentreRequest) -> str:
    return settings.BASE_URL + reverse("my_feed", args=[feed_token(request.user)])


def _page_of(own: Own) -> str:
    """Where who is signed in replies: the feed itself lets nobody reply."""
    if own.seat is None:
        return ""
    return settings.BASE_URL + reverse("meetings:seat", args=[own.seat.pk])


def _without_referrer(response: HttpResponse) -> HttpResponse:
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
