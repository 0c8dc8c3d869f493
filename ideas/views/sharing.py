"""Sharing an idea, on screen and on a card of paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from champions.permissions import CentreRequest, access
from champions.services.views_log import note_view
from ideas.forms.sharing import ShareForm
from ideas.models import Draft, Idea
from ideas.permissions import SEE_ALL, can_share_idea, centre_of
from ideas.searching import similar_ideas
from ideas.services.drafts import WORDS, draft_of, forget_draft, keep_draft


@access(*SEE_ALL, twin="print:ideas:card")
def new_idea(request: CentreRequest, **_address: Any) -> HttpResponse:
    """One field; then "is it one of these?" when there are ideas like it. What is half
    written is kept when somebody asks for it, and before they look at another idea."""
    draft = draft_of(request.visit.person) if can_share_idea(request.visit) else None
    form = ShareForm(request.POST or None, visit=request.visit, initial=_begun(draft))
    note_view(request, form.found)
    if _draft_asked(request, form):
        return redirect("ideas:new", centre_of(request.visit).slug)
    alike: list[Idea] = []
    if form.is_valid() and form.author:
        if "another" not in request.POST:
            alike = _alike(request, form)
        if not alike:
            idea = form.share(form.author, by=request.user)
            messages.success(request, _thanks(idea))
            return redirect("ideas:detail", idea.centre.slug, idea.pk)
        if form.is_own:
            keep_draft(form.author, request.POST)
    context = {"form": form, "alike": alike, "centre": request.visit.centre}
    return render(request, "ideas/idea_form.html", context | {"draft": draft})


def _begun(draft: Draft | None) -> dict[str, str]:
    return {name: getattr(draft, name) for name in WORDS} if draft else {}


def _draft_asked(request: CentreRequest, form: ShareForm) -> bool:
    """Whether the form was sent only to keep what stands in it, or to begin anew."""
    person = request.visit.person
    if person is None or not form.is_own:
        return False
    asked = request.POST.get("do")
    if asked == "keep":
        keep_draft(person, request.POST)
        messages.success(request, _("It is kept for 30 days. Only you see it."))
        return True
    if asked == "anew":
        forget_draft(person)
        return True
    return False


def _alike(request: CentreRequest, form: ShareForm) -> list[Idea]:
    """Ideas like this one, but not the one that this form has already shared."""
    found = similar_ideas(centre_of(request.visit), form.cleaned_data["what"])
    if form.cleaned_data["submission"] in [idea.uuid for idea in found]:
        return []
    return found


def _thanks(idea: Idea) -> str:
    if idea.written_down_by and idea.author:
        name = idea.author.first_name
        return _("Written down for %(name)s. Read it back to them.") % {"name": name}
    return _("Thank you. Your idea is on the wall, and you will hear from us.")


@access(*SEE_ALL, twin="print:ideas:card")
def blank_card(request: CentreRequest, **_address: Any) -> HttpResponse:
    """Cards to write ideas on, for those who like a pen."""
    context = {"centre": request.visit.centre, "cards": range(2)}
    return render(request, "ideas/idea_card_print.html", context)
