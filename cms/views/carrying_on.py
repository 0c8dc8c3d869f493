"""Handing a programme over to another champion, who is asked first."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from champions.permissions import STAFF, CentreRequest, Who, access
from cms.forms import CarryOnForm
from cms.models import AskedToRun, Programme
from cms.permissions import can_lead_programme
from cms.services.carrying_on import AnsweredError, answer_to_run, ask_to_run

LEADERS = (Who.CHAMPION, *STAFF)


@access(*LEADERS, twin="phone:programmes:hand_over")
@require_http_methods(["GET", "POST"])
def hand_over(request: CentreRequest, slug: str) -> HttpResponse:
    """Choose a champion; they are asked, and take over when they agree."""
    everything = Programme.objects.of(request.visit.at_centre).select_related("centre")
    programme = get_object_or_404(everything, slug=slug)
    if not can_lead_programme(request.visit, programme):
        raise Http404
    runs = programme.leads.filter(pk=getattr(request.visit.person, "pk", None)).first()
    form = CarryOnForm(request.POST or None, programme=programme, runs=runs)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        stops = runs if form.cleaned_data.get("stops") else None
        ask_to_run(programme, person=person, instead_of=stops, by=request.user)
        said = _("%(name)s is asked. Nothing changes before they agree.")
        messages.success(request, said % {"name": person.first_name})
        return redirect("programmes:hand_over", programme.centre.slug, slug)
    waiting = programme.asked.filter(answered_at=None).select_related("person")
    shown = {
        "form": form,
        "programme": programme,
        "asked": list(waiting),
        "is_staff": request.visit.is_staff,
    }
    return render(request, "cms/programme_hand_over.html", shown)


@access(*LEADERS, twin="phone:programmes:hand_over")
@require_POST
def answer(request: CentreRequest, slug: str, pk: int) -> HttpResponse:
    """Yes or not now: by whoever was asked, or by staff who were told so."""
    questions = AskedToRun.objects.of(request.visit.at_centre)
    questions = questions.select_related("programme__centre", "person", "instead_of")
    asked = get_object_or_404(questions, pk=pk, programme__slug=slug)
    if not request.visit.is_staff and request.visit.person != asked.person:
        raise Http404
    agreed = request.POST.get("say") == "yes"
    try:
        answer_to_run(asked, agreed=agreed, by=request.user)
    except AnsweredError:
        messages.info(request, _("That is written down already."))
    else:
        messages.success(request, _said(asked, agreed=agreed))
    if agreed or request.visit.is_staff:
        return redirect("programmes:lead", asked.centre.slug, slug)
    return redirect("my_page")


def _said(asked: AskedToRun, *, agreed: bool) -> str:
    if agreed:
        words = _("%(name)s runs “%(title)s” now. Thank you!")
        return words % {"name": asked.person.first_name, "title": asked.programme.title}
    return _("Thank you for saying so. Somebody else is asked.")
