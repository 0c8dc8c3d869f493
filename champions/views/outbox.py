"""Messages in the admin: send again what perhaps left, or say that it arrived."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from champions.messages import outbox
from champions.models import Message
from champions.permissions import CentreRequest, Who, access

TWIN = "none: for staff, at a desk"
ACTIONS = {"again": outbox.resend, "arrived": outbox.arrived}


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """`say`: "again" or "arrived"."""
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
