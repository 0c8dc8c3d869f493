"""A champion describes a programme, sees who comes, and calls off a date."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from champions.permissions import STAFF, CentreRequest, Who, access
from champions.sent_ids import sent_id
from cms.enums import NEXT_PROGRAMME_STATES, ProgrammeState
from cms.forms import CancelForm, ProgrammeForm
from cms.models import Programme, Session
from cms.permissions import can_check_programme, can_describe, can_lead_programme
from cms.services import programmes, sessions
from ideas.models import Idea
from meetings.services.refusals import RefusedError

LEADERS = (Who.CHAMPION, *STAFF)
DATES_SHOWN = 6
# What a new programme takes over from its idea, so that nothing is written twice.
FROM_IDEA = {"title": "what", "about": "why", "language": "language"}


@access(*LEADERS, twin="phone:programmes:new")
@require_http_methods(["GET", "POST"])
def describe(request: CentreRequest) -> HttpResponse:
    """The plain form; sending it asks the centre for a check at once."""
    centre = request.visit.at_centre
    idea = _idea_of(request)
    if not can_describe(request.visit, idea):
        raise Http404
    known = Programme.objects.of(centre).filter(idea=idea).first() if idea else None
    if known:
        return redirect("programmes:lead", centre.slug, known.slug)
    form = ProgrammeForm(request.POST or None, initial=_beforehand(idea))
    if request.method == "POST" and form.is_valid():
        programme = programmes.describe_programme(
            centre,
            lead=_lead_of(request, idea),
            by=request.user,
            facts=form.facts,
            words=form.words,
            idea=idea,
        )
        programmes.ask_for_check(programmes.original_page(programme), by=request.user)
        messages.success(
            request, _("Thank you. The centre reads it and then shows it to everybody.")
        )
        return redirect("programmes:lead", centre.slug, programme.slug)
    return render(request, "cms/programme_form.html", {"form": form, "idea": idea})


def _idea_of(request: CentreRequest) -> Idea | None:
    pk = request.GET.get("idea", "")
    if not pk.isdecimal():
        return None
    ideas = Idea.objects.of(request.visit.at_centre)
    return get_object_or_404(ideas, pk=sent_id(pk))


def _lead_of(request: CentreRequest, idea: Idea | None):
    """Whoever fills the form runs it; staff who fill it for an author name them."""
    if request.visit.is_champion or idea is None or idea.author is None:
        return request.visit.person
    return idea.author


def _beforehand(idea: Idea | None) -> dict[str, object]:
    if idea is None:
        return {"language": get_language()}
    return {name: getattr(idea, source) for name, source in FROM_IDEA.items()}


def _mine(request: CentreRequest, slug: str) -> Programme:
    """The programme, when the visitor may lead it; else it is not there."""
    everything = Programme.objects.of(request.visit.at_centre).select_related("centre")
    programme = get_object_or_404(everything, slug=slug)
    if not can_lead_programme(request.visit, programme):
        raise Http404
    return programme


@access(*LEADERS, twin="print:programmes:sheet")
@require_safe
def lead(request: CentreRequest, slug: str) -> HttpResponse:
    """For those who run it: the next dates, how many come, one step to call off."""
    programme = _mine(request, slug)
    page = programmes.original_page(programme)
    return render(
        request,
        "cms/programme_lead.html",
        {
            "programme": programme,
            "page": page,
            "dates": sessions.dates_with_counts(programme)[:DATES_SHOWN],
            "next_states": _next_states(programme),
            "can_check": can_check_programme(request.visit),
        },
    )


def _next_states(programme: Programme) -> list[tuple[str, str]]:
    words = {
        ProgrammeState.RUNNING: _("Start again"),
        ProgrammeState.RESTING: _("Take a break"),
        ProgrammeState.FINISHED: _("Finish well"),
    }
    if programme.state == ProgrammeState.STARTING:
        return []
    nexts = NEXT_PROGRAMME_STATES[programme.state]
    return [(state, label) for state, label in words.items() if state in nexts]


@access(*LEADERS, twin="phone:programmes:change")
@require_http_methods(["GET", "POST"])
def change(request: CentreRequest, slug: str) -> HttpResponse:
    """Change facts at once, and ask for a check of new words."""
    programme = _mine(request, slug)
    page = programmes.original_page(programme).get_latest_revision_as_object()
    words = {name: getattr(page, name) for name in programmes.PAGE_WORDS}
    form = ProgrammeForm(request.POST or None, instance=programme, initial=words)
    if request.method == "POST" and form.is_valid():
        page = programmes.change_programme(
            programme, by=request.user, facts=form.facts, words=form.words
        )
        programmes.ask_for_check(page, by=request.user)
        messages.success(request, _("Kept. New words are read by the centre first."))
        return redirect("programmes:lead", request.visit.at_centre.slug, programme.slug)
    context = {"form": form, "programme": programme}
    return render(request, "cms/programme_form.html", context)


@access(*LEADERS, twin="phone:programmes:cancel")
@require_http_methods(["GET", "POST"])
def cancel(request: CentreRequest, slug: str, pk: int) -> HttpResponse:
    """One step: who meant to come is told, the page and calendars say so."""
    programme = _mine(request, slug)
    dates = programme.sessions.select_related("meeting", "programme", "centre")
    session: Session = get_object_or_404(dates, pk=pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sessions.cancel_session(
                session, why=form.cleaned_data["why"], by=request.user
            )
            messages.success(request, _("It is called off, and everybody is told."))
        except RefusedError as refused:
            messages.error(request, str(refused))
        return redirect("programmes:lead", request.visit.at_centre.slug, programme.slug)
    context = {"form": form, "programme": programme, "session": session}
    return render(request, "cms/session_cancel.html", context)


@access(*LEADERS, twin="phone:programmes:state")
@require_POST
def set_state(request: CentreRequest, slug: str) -> HttpResponse:
    programme = _mine(request, slug)
    wanted = request.POST.get("state", "")
    try:
        programmes.set_state(programme, wanted, by=request.user)
    except programmes.NotThisMoveError:
        messages.error(request, _("Somebody changed it meanwhile. Please look again."))
    return redirect("programmes:lead", request.visit.at_centre.slug, programme.slug)


@access(*STAFF, Who.EDITOR, twin="none: staff make sure that a page is still true")
@require_POST
def tick(request: CentreRequest, slug: str) -> HttpResponse:
    """Somebody of the centre made sure that all is as the page says."""
    programme = get_object_or_404(
        Programme.objects.of(request.visit.at_centre), slug=slug
    )
    programmes.tick_checked(programme, by=request.user)
    messages.success(request, _("Checked today."))
    return redirect(
        reverse("programmes:lead", args=[request.visit.at_centre.slug, programme.slug])
    )


@access(*LEADERS, twin="none: it is the paper twin")
@require_safe
def sheet(request: CentreRequest, slug: str) -> HttpResponse:
    """The sheet for the day: who said they come, whom to call, the next dates."""
    programme = _mine(request, slug)
    dates = sessions.dates_with_counts(programme)[:DATES_SHOWN]
    context = {"programme": programme, "dates": dates}
    return render(request, "cms/programme_sheet.html", context)
