"""“I would like to join”: anybody may put themselves forward."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from champions.enums import Channel
from champions.models import Centre
from champions.permissions import CentreRequest, Who, access
from champions.services.tries import is_one_too_many
from meetings.forms.desk import FindForm
from meetings.forms.joining import JoinForm
from meetings.services.joining import put_forward
from meetings.services.workshops import next_workshop
from meetings.views.desk import DESK, TWIN


@access(Who.PUBLIC, twin="phone:join")
def join(request: CentreRequest) -> HttpResponse:
    """A first name and one way to be reached; then what happens next."""
    centre = cast(Centre, request.visit.centre)
    if request.method == "GET" and "thanks" in request.GET:
        shown = {"workshop": next_workshop(centre), "centre": centre}
        return render(request, "meetings/join_thanks.html", shown)
    form = JoinForm(request.POST or None, centre=centre)
    if request.method == "POST" and form.is_valid():
        if is_one_too_many("join", request):
            form.add_error(None, _("Please call us. We put you on the list together."))
        else:
            _put_forward(centre, form)
            return redirect(f"{request.path}?thanks")
    return render(request, "meetings/join.html", {"form": form, "centre": centre})


def _put_forward(centre: Centre, form: JoinForm) -> None:
    if form.is_from_a_machine:
        return
    put_forward(
        centre,
        first_name=form.cleaned_data["first_name"],
        way=form.way,
        language=get_language() or "en",
        by=None,
        how=form.way.channel,
    )


@access(*DESK, twin=TWIN)
def desk_join(request: CentreRequest) -> HttpResponse:
    """Somebody new calls and would like to join."""
    centre = cast(Centre, request.visit.centre)
    form = JoinForm(request.POST or None, centre=centre)
    if request.method != "POST" or not form.is_valid():
        shown = {"form": FindForm(), "centre": centre, "join_form": form}
        return render(request, "meetings/desk.html", shown)
    invitation = put_forward(
        centre,
        first_name=form.cleaned_data["first_name"],
        way=form.way,
        language=get_language() or "en",
        by=request.user,
        how=Channel.PHONE,
    )
    messages.success(
        request,
        _("They are on the list and invited to the next welcome workshop.")
        if invitation
        else _("They are on the list. The next mailing asks them first."),
    )
    return redirect("meetings:desk", centre.slug)
