"""A neighbour says "I will come", without an account."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from champions import capability
from champions.enums import Language
from champions.permissions import CentreRequest, Who, access
from champions.services.tries import is_one_too_many
from cms.finding import listed_programmes
from cms.forms import ComingForm
from cms.models import Session
from cms.services.sessions import upcoming_sessions
from meetings.enums import Audience
from meetings.seat_links import purpose_of
from meetings.services.places import is_full
from meetings.services.refusals import RefusedError
from meetings.services.seats import come_as_guest


@access(Who.PUBLIC, twin="phone:programmes:come")
@require_http_methods(["GET", "POST"])
def come(request: CentreRequest, slug: str, pk: int) -> HttpResponse:
    """One field; then the same page as everybody's reply, where it can be changed."""
    session = _open_session(request, slug, pk)
    form = ComingForm(request.POST or None, programme=session.programme)
    if request.method == "POST" and form.is_valid() and _is_heard(request, form):
        try:
            seat = come_as_guest(
                session.meeting,
                language=get_language() or Language.ENGLISH,
                **form.said,
            )
        except RefusedError as refused:
            messages.error(request, str(refused))
            return redirect(request.path)
        response = redirect(reverse("meetings:seat", args=[seat.pk]))
        capability.grant(response, purpose_of(seat), seat.pk, seat.generation)
        return response
    context = {
        "form": form,
        "session": session,
        "programme": session.programme,
        "is_full": is_full(session.meeting, Audience.GUESTS),
    }
    return render(request, "cms/coming_form.html", context)


def _is_heard(request: CentreRequest, form: ComingForm) -> bool:
    """Whoever sends too many is asked to call; nothing that was typed is lost."""
    too_many = is_one_too_many("come", request)
    if too_many:
        form.add_error(None, _("Please call us. We put you on the list together."))
    return not too_many


def _open_session(request: CentreRequest, slug: str, pk: int) -> Session:
    listed = listed_programmes(request.visit.at_centre)
    programme = get_object_or_404(listed, slug=slug)
    session = upcoming_sessions(programme).filter(pk=pk).first()
    if session is None or not session.meeting.takes_replies:
        raise Http404
    return session
