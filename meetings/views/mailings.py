"""Mailings in the admin: sized, looked at before they are sent, and while they go."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST
from wagtail.models import ModelLogEntry

from champions.enums import Channel, MessageState
from champions.languages import name_in, own_name
from champions.messages.quiet import leaves_at
from champions.messages.ways import fallbacks
from champions.messages.worded import worded_languages
from champions.permissions import CentreRequest, access
from meetings import previews
from meetings.enums import MailingState
from meetings.forms.workshops import MailingForm
from meetings.models import Mailing, Meeting
from meetings.services.invitations import MESSAGE
from meetings.services.mailing_counts import counts
from meetings.services.mailing_numbers import Numbers, numbers_by_channel, sum_of
from meetings.services.mailing_reminder import days_of_reminder, reminders_of
from meetings.services.mailing_size import (
    everybody_asked_at_this_pace,
    everybody_asked_by,
    size_for_six_months,
)
from meetings.services.mailings import draft_mailing
from meetings.services.reminding_invited import unanswered
from meetings.services.rhythms import today_at
from meetings.services.workshops import may_still_post
from meetings.views.workshops import LEADS, TWIN, centres_of, find_workshop
from meetings.workshop_dates import last_posting

LINES_OF_HISTORY = 20
PREPARING, LEAVING = 2, 15  # seconds


def find_mailing(request: CentreRequest, pk: int) -> Mailing:
    rows = Mailing.objects.visible_to(request.user)
    led = rows.filter(centre__in=centres_of(request))
    return get_object_or_404(
        led.select_related("centre", "meeting__centre", "meeting__followed_by"), pk=pk
    )


@require_POST
@access(*LEADS, twin=TWIN)
def new_mailing(request: CentreRequest, pk: int) -> HttpResponse:
    """A mailing of this size to look at; nothing is sent by it."""
    workshop, form = find_workshop(request, pk), MailingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say how many people to ask."))
        return redirect("workshops:one", pk)
    mailing = draft_mailing(workshop, **form.cleaned_data, by=request.user)
    return redirect("workshops:mailing", mailing.pk)


@access(*LEADS, twin=TWIN)
def one_mailing(request: CentreRequest, pk: int) -> HttpResponse:
    """Before sending: whom it reaches how. Afterwards: how it goes, and what can still
    be kept in the house."""
    mailing = find_mailing(request, pk)
    workshop = mailing.meeting
    is_draft = mailing.state == MailingState.DRAFT
    words = {
        "heading": _("Mailing"),
        "mailing": mailing,
        "workshop": workshop,
        "centre": mailing.centre,
        "may_post": may_still_post(workshop),
        "post_by": workshop.reply_by and last_posting(workshop.reply_by),
        "reminder": _reminder(mailing),
        **(_before(mailing) if is_draft else _afterwards(mailing)),
    }
    return render(request, "meetings/workshops/mailing.html", words)


def _before(mailing: Mailing) -> dict[str, Any]:
    found, ways = counts(mailing), dict(Channel.choices)
    centre, left = mailing.centre, found.left_afterwards
    counted = {
        "all": found,
        "ways": [(ways[way], n) for way, n in sorted(found.by_channel.items())],
        "instead": [
            (ways[wish], ways[way], n)
            for (wish, way), n in sorted(found.instead.items())
        ],
        "languages": [
            (name_in(tag, get_language() or "en"), n)
            for tag, n in sorted(found.by_language.items())
        ],
    }
    return {
        "counts": counted,
        "mailing_form": MailingForm(initial=vars(mailing)),
        "everybody_by": everybody_asked_by(centre),
        "at_this_pace": everybody_asked_at_this_pace(
            left, mailing.size, today_at(centre)
        ),
        "size_in_time": size_for_six_months(centre, left),
        "languages": [
            (tag, own_name(tag)) for tag in worded_languages(MESSAGE, centre)
        ],
        "fallbacks": fallbacks(centre),
    }


def _afterwards(mailing: Mailing) -> dict[str, Any]:
    ways = dict(Channel.choices)
    lines = numbers_by_channel(mailing)
    total = sum_of(lines.values())
    may_rest = mailing.state in (MailingState.SENDING, MailingState.SENT)
    return {
        "lines": [(ways[way], line) for way, line in lines.items()],
        "total": total,
        "until": may_rest and mailing.is_in_the_house and _on_the_wall(mailing),
        "mail_from": _mail_from(mailing),
        "may_rest": may_rest and (total.waiting or not mailing.prepared_at),
        "refresh_every": _refresh_every(mailing, lines),
        "history": _history(mailing),
    }


def _refresh_every(mailing: Mailing, lines: dict[str, Numbers]) -> int:
    """In how many seconds the numbers will be others; 0 where only people move them."""
    if mailing.state == MailingState.SENDING:
        return PREPARING
    mail = lines.get(Channel.EMAIL, Numbers())
    is_moving = mailing.state == MailingState.SENT and mail.waiting
    return LEAVING if is_moving or mailing.is_in_the_house else 0


def _reminder(mailing: Mailing) -> dict[str, Any]:
    """How it stands with the one reminder. What was taken back does not count."""
    first, last = days_of_reminder(mailing)
    states = Counter(reminders_of(mailing).values_list("state", flat=True))
    del states[MessageState.CANCELLED]
    waiting = states[MessageState.QUEUED] + states[MessageState.PAUSED]
    return {
        "first": first,
        "last": last,
        "written": states.total(),
        "waiting": waiting,
        "left": states.total() - waiting,
        "unanswered": unanswered(mailing).count(),
    }


def _on_the_wall(mailing: Mailing) -> datetime | None:
    """Until when nothing leaves, by the clock of the centre."""
    zone = mailing.centre.tzinfo
    return mailing.leaves_at and timezone.localtime(mailing.leaves_at, zone)


def _mail_from(mailing: Mailing) -> time | None:
    """When e-mail leaves, where that is only after the quiet hours."""
    zone, now = mailing.centre.tzinfo, timezone.now()
    begins = max(mailing.leaves_at or now, now)
    leaves = leaves_at(begins, zone)
    return timezone.localtime(leaves, zone).time() if leaves > begins else None


def _history(mailing: Mailing) -> list[dict[str, Any]]:
    entries = ModelLogEntry.objects.for_instance(mailing).select_related("user")
    newest = entries.order_by("-timestamp", "-pk")[:LINES_OF_HISTORY]
    return [
        {
            "at": timezone.localtime(entry.timestamp, mailing.centre.tzinfo),
            "who": entry.user.name if entry.user else "",
            "what": entry.message,
        }
        for entry in newest
    ]


@xframe_options_sameorigin
@csp_replace(
    {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "frame-ancestors": [SELF]}
)
@access(*LEADS, twin=TWIN)
def preview_mail(request: CentreRequest, pk: int, language: str) -> HttpResponse:
    """The mail as somebody invented would get it."""
    return HttpResponse(
        previews.mail_in_html(_workshop(request, pk, language), language)
    )


@xframe_options_sameorigin
@csp_replace(
    {
        "default-src": [NONE],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": ["data:"],
        "frame-ancestors": [SELF],
    }
)
@access(*LEADS, twin=TWIN)
def preview_letter(request: CentreRequest, pk: int, language: str) -> HttpResponse:
    """The letter as somebody invented would get it."""
    workshop = _workshop(request, pk, language)
    return HttpResponse(previews.workshop_letter(workshop, language))


def _workshop(request: CentreRequest, pk: int, language: str) -> Meeting:
    workshop = find_workshop(request, pk)
    if language not in worded_languages(MESSAGE, workshop.centre):
        raise Http404
    return workshop
