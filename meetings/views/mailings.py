"""Mailings in the admin: sized, looked at, sent in the background, and stopped."""

from __future__ import annotations

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from champions.enums import Channel, Language
from champions.messages.ways import fallbacks
from champions.permissions import CentreRequest, access
from meetings import previews
from meetings.enums import MailingState
from meetings.forms.workshops import MailingForm
from meetings.models import Mailing, Meeting
from meetings.services.mailings import (
    counts,
    draft_mailing,
    everybody_asked_by,
    send_mailing,
    stop_mailing,
)
from meetings.services.refusals import RefusedError
from meetings.services.workshops import may_still_post
from meetings.views.workshops import LEADS, TWIN, centres_of, find_workshop
from meetings.workshop_dates import last_posting

LANGUAGES = Language.values


def _find(request: CentreRequest, pk: int) -> Mailing:
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
    size = form.cleaned_data["size"]
    mailing = draft_mailing(workshop, size=size, by=request.user)
    return redirect("workshops:mailing", mailing.pk)


@access(*LEADS, twin=TWIN)
def one_mailing(request: CentreRequest, pk: int) -> HttpResponse:
    """Before sending: whom it reaches how. While it is sent: how far it is."""
    mailing = _find(request, pk)
    workshop, is_draft = mailing.meeting, mailing.state == MailingState.DRAFT
    words = {
        "heading": _("Mailing"),
        "mailing": mailing,
        "workshop": workshop,
        "centre": mailing.centre,
        "counts": _counted(mailing) if is_draft else None,
        "may_send": is_draft and may_still_post(workshop),
        "post_by": workshop.reply_by and last_posting(workshop.reply_by),
        "everybody_by": everybody_asked_by(mailing.centre),
        "languages": Language.choices,
        "fallbacks": fallbacks(mailing.centre),
    }
    return render(request, "meetings/workshops/mailing.html", words)


def _counted(mailing: Mailing) -> dict[str, object]:
    found = counts(mailing)
    ways = dict(Channel.choices)
    return {
        "all": found,
        "ways": [(ways[way], n) for way, n in sorted(found.by_channel.items())],
        "wished": [(ways[way], n) for way, n in sorted(found.wished.items())],
        "languages": [
            (get_language_info(code)["name_translated"], n)
            for code, n in sorted(found.by_language.items())
        ],
    }


@require_POST
@access(*LEADS, twin=TWIN)
def send(request: CentreRequest, pk: int) -> HttpResponse:
    mailing = _find(request, pk)
    try:
        send_mailing(mailing, by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("workshops:mailing", pk)


@require_POST
@access(*LEADS, twin=TWIN)
def stop(request: CentreRequest, pk: int) -> HttpResponse:
    taken = stop_mailing(_find(request, pk), by=request.user)
    messages.success(
        request,
        _("Stopped. %(count)s invitations had not left and are taken back.")
        % {"count": taken},
    )
    return redirect("workshops:mailing", pk)


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
    return HttpResponse(previews.letter_in_html(workshop, language))


def _workshop(request: CentreRequest, pk: int, language: str) -> Meeting:
    if language not in LANGUAGES:
        raise Http404
    return find_workshop(request, pk)
