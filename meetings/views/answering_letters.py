"""Whoever got one of many equal letters answers: by its link or code, or by its slip that
the front desk types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from champions.capability import grant
from champions.permissions import CentreRequest, Who, access
from champions.services.tries import is_one_too_many
from meetings.forms.counted import LettersForm
from meetings.forms.prescribing import SomebodyForm
from meetings.models import CountedMailing, Invitation
from meetings.permissions import PURPOSE, counted_of_link
from meetings.services.counted import appear, why_closed
from meetings.services.invitations import about
from meetings.services.refusals import RefusedError
from meetings.views.desk import DESK, FOUND, TWIN
from meetings.views.invitations import closed


@access(Who.HOLDER, twin="phone:reply")
def letters_link(request: HttpRequest, token: str) -> HttpResponse:
    """“You have a letter from us”: who are you? Then the reply, on one page."""
    counted = counted_of_link(token)
    if counted is None:
        return closed(request, "unknown")
    request.page_centre = counted.centre  # type: ignore[attr-defined]  # read by the frame
    why = why_closed(counted)
    if why:
        return closed(request, why, status=410)
    first = {"language": get_language()}
    form = LettersForm(request.POST or None, centre=counted.centre, initial=first)
    if request.method == "POST" and form.is_valid():
        invitation = _appear(request, counted, form)
        if invitation:
            response = redirect("meetings:invitation", invitation_id=invitation.pk)
            grant(response, PURPOSE, invitation.pk, invitation.generation)
            return response
    words = about(counted.meeting)
    shown = {
        "form": form,
        "centre": counted.centre,
        "workshop": words,
        "meeting": words.meeting,
        "second": words.second,
    }
    return render(request, "meetings/letters_link.html", shown)


def _appear(
    request: HttpRequest, counted: CountedMailing, form: LettersForm
) -> Invitation | None:
    if is_one_too_many("letter", request) or form.is_from_a_machine:
        form.add_error(None, _("Please call us. We write down your answer together."))
        return None
    try:
        return appear(
            counted,
            first_name=form.cleaned_data["first_name"],
            way=form.way,
            language=form.cleaned_data["language"],
        )
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return None


@access(*DESK, twin=TWIN)
def desk_letter(request: CentreRequest, counted_id: int) -> HttpResponse:
    """The code on a slip was typed: whose slip is it? Then their answer."""
    centre = request.visit.at_centre
    letters = CountedMailing.objects.of(centre).select_related("centre", "meeting")
    counted = get_object_or_404(letters, pk=counted_id, taken_back_at=None)
    first = {"language": get_language()}
    form = SomebodyForm(request.POST or None, centre=centre, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            return _typed(request, counted, form)
        except RefusedError as refused:
            form.add_error(None, str(refused))
    shown = {"form": form, "centre": centre, "meeting": counted.meeting}
    return render(request, "meetings/desk_letter.html", shown)


def _typed(
    request: CentreRequest, counted: CountedMailing, form: SomebodyForm
) -> HttpResponse:
    invitation = appear(
        counted,
        first_name=form.cleaned_data["first_name"],
        way=form.way,
        language=form.cleaned_data["language"],
        by=request.user,
    )
    request.session[FOUND] = [invitation.person_id]
    return redirect("meetings:desk_person", counted.centre.slug, invitation.person_id)
