"""Sharing an idea, on screen and on a card of paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from champions.permissions import CentreRequest, access
from champions.services.views_log import note_view
from ideas.forms.sharing import ShareForm
from ideas.models import Idea
from ideas.permissions import SEE_ALL, centre_of
from ideas.searching import similar_ideas


@access(*SEE_ALL, twin="print:ideas:card")
def new_idea(request: CentreRequest, **_address: Any) -> HttpResponse:
    """One field; then "is it one of these?" when there are ideas like it."""
    form = ShareForm(request.POST or None, visit=request.visit)
    note_view(request, form.found)
    alike: list[Idea] = []
    if form.is_valid() and form.author:
        if "another" not in request.POST:
            alike = _alike(request, form)
        if not alike:
            idea = form.share(form.author, by=request.user)
            messages.success(request, _thanks(idea))
            return redirect("ideas:detail", idea.centre.slug, idea.pk)
    context = {"form": form, "alike": alike, "centre": request.visit.centre}
    return render(request, "ideas/idea_form.html", context)


def _alike(request: CentreRequest, form: ShareForm) -> list[Idea]:
    """Ideas like this one, but not the one that this form has already shared."""
    found = similar_ideas(
        centre_of(request.visit),
        form.cleaned_data["what"],
        language=get_language() or "en",
    )
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
