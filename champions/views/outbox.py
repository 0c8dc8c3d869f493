"""Messages in the admin: send again what perhaps left, or say that it arrived."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from champions.messages import outbox
from champions.models import Message, User
from champions.permissions import CentreRequest, Who, access

TWIN = "none: for staff, at a desk"


def called(message: Message, *, by: User) -> None:
    """Somebody telephoned and said it."""
    if not outbox.posted([message], by=by):
        raise outbox.MessageMovedError


ACTIONS = {"again": outbox.resend, "arrived": outbox.arrived, "called": called}


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """`say`: "again", "arrived" or "called"."""
    user = cast(CentreRequest, request).user
    message = get_object_or_404(Message.objects.visible_to(user), pk=pk)
    action = ACTIONS.get(request.POST.get("say", ""))
    try:
        if action:
            action(message, by=user)
    except outbox.MessageMovedError:
        messages.info(
            request, _("Somebody else was faster. This is how it stands now.")
        )
    return redirect("outbox:index")
