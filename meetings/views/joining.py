"""“I would like to join”: anybody may put themselves forward."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from champions.enums import Channel
from champions.models import Centre
from champions.paper import can_make_pdf
from champions.permissions import CentreRequest, Who, access
from champions.services.tries import is_one_too_many
from meetings import join_poster
from meetings.forms.desk import FindForm
from meetings.forms.joining import DeskJoinForm, JoinForm
from meetings.handouts import page_bar
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
    form = DeskJoinForm(request.POST or None, centre=centre)
    if request.method != "POST" or not form.is_valid():
        shown = {"form": FindForm(), "centre": centre, "join_form": form}
        return render(request, "meetings/desk.html", shown)
    invitation = put_forward(
        centre,
        first_name=form.cleaned_data["first_name"],
        way=form.way,
        language=form.cleaned_data["language"],
        by=request.user,
        how=Channel(form.cleaned_data["how"]),
    )
    messages.success(
        request,
        _("They are on the list and invited to the next welcome workshop.")
        if invitation
        else _("They are on the list. The next mailing asks them first."),
    )
    return redirect("meetings:desk", centre.slug)


@access(Who.PUBLIC, twin="none: it is paper itself")
def poster(request: CentreRequest) -> HttpResponse:
    """The poster and its slips, as a page of the browser that is printed."""
    centre, language = request.visit.at_centre, get_language() or "en"
    pdf = reverse("meetings:join_poster_pdf", args=[centre.slug])
    is_staff = bool(request.visit.roles)
    bar = page_bar(
        back=reverse("meetings:join", args=[centre.slug]), pdf=pdf if is_staff else ""
    )
    style = static(join_poster.STYLE)
    return HttpResponse(join_poster.html_of(centre, language, style=style, **bar))


@access(*DESK, Who.PRESCRIBER, Who.EDITOR, twin="none: it is paper itself")
def poster_pdf(request: CentreRequest) -> HttpResponse:
    """The same as a file. It takes a moment to make, so it is for staff."""
    centre, language = request.visit.at_centre, get_language() or "en"
    if not can_make_pdf():
        raise Http404
    made = join_poster.pdf_of(centre, language)
    file = HttpResponse(made, content_type="application/pdf")
    file["Content-Disposition"] = f'attachment; filename="{centre.slug}-join.pdf"'
    return file
