"""A champion describes a programme, sees who comes, and calls off a date."""

from __future__ import annotations

from functools import partial

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
from cms.check_state import check_state_of
from cms.enums import NEXT_PROGRAMME_STATES, ProgrammeState
from cms.forms import CancelForm
from cms.models import Programme, Session
from cms.permissions import can_check_programme, can_describe, can_lead_programme
from cms.programme_forms import MoveDateForm, ProgrammeForm
from cms.programme_history import changes_of
from cms.programme_preview import show_before_sending
from cms.services import one_date, programmes, sessions
from cms.services.names import names_of
from cms.services.who_comes import dates_with_counts
from ideas.models import Idea
from meetings.services.refusals import RefusedError

LEADERS = (Who.CHAMPION, *STAFF)
DATES_SHOWN = 6
# What the buttons of the form say; the first one shows how it will look.
SEND, CHANGE = "send", "change"
# What a new programme takes over from its idea, so that nothing is written twice.
FROM_IDEA = {"title": "what", "about": "why", "language": "language"}


@access(*LEADERS, twin="phone:programmes:new")
@require_http_methods(["GET", "POST"])
def describe(request: CentreRequest) -> HttpResponse:
    """The plain form; then how the page will look; sending it asks the centre for a
    check at once."""
    centre = request.visit.at_centre
    idea = _idea_of(request)
    if not can_describe(request.visit, idea):
        raise Http404
    known = Programme.objects.of(centre).filter(idea=idea).first() if idea else None
    if known:
        return redirect("programmes:lead", centre.slug, known.slug)
    form = ProgrammeForm(request.POST or None, initial=_beforehand(idea), centre=centre)
    if _goes_on(request, form):
        make = partial(_describe, request, form, idea)
        if request.POST.get("go") != SEND:
            return show_before_sending(request, make)
        programme = make()
        programmes.ask_for_check(programmes.original_page(programme), by=request.user)
        messages.success(
            request, _("Thank you. The centre reads it and then shows it to everybody.")
        )
        return redirect("programmes:lead", centre.slug, programme.slug)
    return render(request, "cms/programme_form.html", {"form": form, "idea": idea})


def _goes_on(request: CentreRequest, form: ProgrammeForm) -> bool:
    """Whether all is well, and whoever typed it does not want to change it again."""
    is_sent = request.method == "POST" and request.POST.get("go") != CHANGE
    return is_sent and form.is_valid()


def _describe(request: CentreRequest, form: ProgrammeForm, idea: Idea | None):
    return programmes.describe_programme(
        request.visit.at_centre,
        lead=_lead_of(request, idea),
        by=request.user,
        facts=form.facts,
        words=form.words,
        idea=idea,
    )


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


def mine(request: CentreRequest, slug: str) -> Programme:
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
    programme = mine(request, slug)
    page = programmes.original_page(programme)
    return render(
        request,
        "cms/programme_lead.html",
        {
            "programme": programme,
            "page": page,
            "dates": dates_with_counts(programme)[:DATES_SHOWN],
            "next_states": _next_states(programme),
            "can_check": can_check_programme(request.visit),
            "check": check_state_of(page),
            "changes": changes_of(programme),
            "names": names_of(programme),
            "is_staff": request.visit.is_staff,
            "me": request.visit.person,
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
    programme = mine(request, slug)
    page = programmes.original_page(programme).get_latest_revision_as_object()
    words = {name: getattr(page, name) for name in programmes.PAGE_WORDS}
    form = ProgrammeForm(
        request.POST or None,
        instance=programme,
        initial=words,
        centre=request.visit.at_centre,
    )
    if _goes_on(request, form):
        if request.POST.get("go") != SEND:
            return show_before_sending(
                request, lambda: _change(request, form, programme).programme
            )
        page = _change(request, form, programme)
        if page.has_unpublished_changes:
            programmes.ask_for_check(page, by=request.user)
            messages.success(
                request, _("Kept. New words are read by the centre first.")
            )
        else:
            messages.success(request, _("Kept. It is shown at once."))
        return redirect("programmes:lead", request.visit.at_centre.slug, programme.slug)
    context = {"form": form, "programme": programme}
    return render(request, "cms/programme_form.html", context)


def _change(request: CentreRequest, form: ProgrammeForm, programme: Programme):
    return programmes.change_programme(
        programme, by=request.user, facts=form.facts, words=form.words
    )


def _date_of(programme: Programme, pk: int) -> Session:
    dates = programme.sessions.select_related("meeting__centre", "programme", "centre")
    return get_object_or_404(dates, pk=pk)


@access(*LEADERS, twin="phone:programmes:cancel")
@require_http_methods(["GET", "POST"])
def cancel(request: CentreRequest, slug: str, pk: int) -> HttpResponse:
    """One step: who meant to come is told, the page and calendars say so."""
    programme = mine(request, slug)
    session = _date_of(programme, pk)
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


@access(*LEADERS, twin="phone:programmes:after_all")
@require_POST
def after_all(request: CentreRequest, slug: str, pk: int) -> HttpResponse:
    """It was a mistake: the date takes place, and whoever meant to come is told."""
    programme = mine(request, slug)
    try:
        sessions.take_place(_date_of(programme, pk), by=request.user)
        messages.success(request, _("It takes place after all, and everybody is told."))
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("programmes:lead", request.visit.at_centre.slug, programme.slug)


@access(*LEADERS, twin="phone:programmes:move")
@require_http_methods(["GET", "POST"])
def move(request: CentreRequest, slug: str, pk: int) -> HttpResponse:
    """Another day, time or room for one date; it needs no check."""
    programme = mine(request, slug)
    session = _date_of(programme, pk)
    form = MoveDateForm(request.POST or None, initial=_as_it_is(session))
    if request.method == "POST" and form.is_valid():
        try:
            one_date.move_session(session, by=request.user, **form.cleaned_data)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is moved, and everybody is told."))
            return redirect(
                "programmes:lead", request.visit.at_centre.slug, programme.slug
            )
    context = {"form": form, "programme": programme, "session": session}
    return render(request, "cms/session_move.html", context)


def _as_it_is(session: Session) -> dict[str, object]:
    names = (*one_date.CHANGEABLE, "sequence")
    now = {name: getattr(session.meeting, name) for name in names}
    return now | {"note": session.note}


@access(*LEADERS, twin="phone:programmes:keep")
@require_POST
def keep(request: CentreRequest, slug: str, pk: int) -> HttpResponse:
    """A date that the plan does not say any more takes place all the same."""
    programme = mine(request, slug)
    one_date.let_stand(_date_of(programme, pk), by=request.user)
    messages.success(request, _("It takes place. Nobody needs to be told."))
    return redirect("programmes:lead", request.visit.at_centre.slug, programme.slug)


@access(*LEADERS, twin="phone:programmes:state")
@require_POST
def set_state(request: CentreRequest, slug: str) -> HttpResponse:
    programme = mine(request, slug)
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
