"""The buttons of a mailing: send, let rest, go on, stop. What is refused, and what somebody
else pressed meanwhile, is said on its page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from champions.limits import allows
from champions.messages.resting import GoneOn
from champions.permissions import CentreRequest, access
from meetings.enums import MailingState
from meetings.forms.workshops import ReminderForm
from meetings.models import Mailing
from meetings.services.mailing_moves import (
    Stopped,
    go_on_with_mailing,
    pause_mailing,
    stop_mailing,
)
from meetings.services.mailing_reminder import remind_on
from meetings.services.mailings import send_mailing
from meetings.services.refusals import RefusedError
from meetings.services.samples import send_sample
from meetings.views.mailings import find_mailing
from meetings.views.workshops import LEADS, TWIN

# Buttons that the page shows beside each other: what one finds that the other left.
OTHERS = {
    MailingState.PAUSED.value: {"sending", "sent"},
    MailingState.SENDING.value: {"paused"},
    MailingState.SENT.value: {"paused"},
}


def _act(
    request: CentreRequest, pk: int, act: Callable[[Mailing], list[str]]
) -> HttpResponse:
    """Do one thing with a mailing and say what came of it."""
    try:
        said = act(find_mailing(request, pk))
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        for words in said:
            messages.success(request, words)
    return redirect("workshops:mailing", pk)


@require_POST
@access(*LEADS, twin=TWIN)
def sample(request: CentreRequest, pk: int) -> HttpResponse:
    """One to oneself, in each language; not more often than somebody reads them."""

    def act(mailing: Mailing) -> list[str]:
        if not allows(request, "sample", str(request.user.pk)):
            raise RefusedError(
                _("You have had several samples within the hour. Look at those first.")
            )
        sent = send_sample(mailing, by=request.user)
        words = ngettext(
            "A sample is on its way to %(address)s.",
            "%(count)s samples are on their way to %(address)s.",
            len(sent),
        )
        return [words % {"count": len(sent), "address": request.user.email}]

    return _act(request, pk, act)


@require_POST
@access(*LEADS, twin=TWIN)
def send(request: CentreRequest, pk: int) -> HttpResponse:
    def act(mailing: Mailing) -> list[str]:
        send_mailing(mailing, by=request.user, seen=request.POST.get("seen", "-"))
        return []

    return _act(request, pk, act)


@require_POST
@access(*LEADS, twin=TWIN)
def pause(request: CentreRequest, pk: int) -> HttpResponse:
    def act(mailing: Mailing) -> list[str]:
        pause_mailing(mailing, by=request.user)
        return [_("It rests. Nothing more leaves until you let it go on.")]

    return _act(request, pk, act)


@require_POST
@access(*LEADS, twin=TWIN)
def go_on(request: CentreRequest, pk: int) -> HttpResponse:
    def act(mailing: Mailing) -> list[str]:
        return _gone_on(go_on_with_mailing(mailing, by=request.user))

    return _act(request, pk, act)


def _gone_on(gone_on: GoneOn) -> list[str]:
    said = [_("It goes on.")]
    if gone_on.late:
        late = ngettext(
            "%(count)s message would come too late by now and stays here.",
            "%(count)s messages would come too late by now and stay here.",
            gone_on.late,
        )
        said.append(late % {"count": gone_on.late})
    return said


@require_POST
@access(*LEADS, twin=TWIN)
def stop(request: CentreRequest, pk: int) -> HttpResponse:
    def act(mailing: Mailing) -> list[str]:
        stopped = stop_mailing(mailing, by=request.user)
        return _stopped(stopped, request.POST.get("seen", ""))

    return _act(request, pk, act)


def _stopped(stopped: Stopped, seen: str) -> list[str]:
    if stopped.before == MailingState.CANCELLED:
        return [_("It was stopped already.")]
    said = [_taken_back(stopped.taken_back)]
    if seen in OTHERS.get(stopped.before, ()):
        said.append(
            _("Somebody else pressed another button just before. It is stopped now.")
        )
    return said


def _taken_back(count: int) -> str:
    words = ngettext(
        "Stopped. %(count)s invitation had not left and is taken back.",
        "Stopped. %(count)s invitations had not left and are taken back.",
        count,
    )
    return words % {"count": count}


@require_POST
@access(*LEADS, twin=TWIN)
def reminder(request: CentreRequest, pk: int) -> HttpResponse:
    """The day on which people are asked once more, or `none`."""

    def act(mailing: Mailing) -> list[str]:
        form = ReminderForm(request.POST)
        if "none" in request.POST:
            remind_on(mailing, None, by=request.user)
            return [_("This mailing reminds nobody.")]
        if not form.is_valid():
            raise RefusedError(_("Say on which day."))
        remind_on(mailing, form.cleaned_data["day"], by=request.user)
        return [_("The day is kept.")]

    return _act(request, pk, act)
