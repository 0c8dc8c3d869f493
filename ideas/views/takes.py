"""What would it take? Said by champions and staff, on screen and on a sheet of paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from champions.permissions import CentreRequest, access
from ideas.forms.takes import TakesForm, is_whole, lines_of, takes_of
from ideas.models import Idea
from ideas.permissions import SEE_ALL
from ideas.services.takes import say_what_it_takes
from ideas.views.idea import idea_of, to_page


@access(*SEE_ALL, twin="print:ideas:takes_print")
def takes(request: CentreRequest, idea_id: int, **_address: Any) -> HttpResponse:
    """Two lines; the whole sheet with `?worried=1`, or once somebody has begun it."""
    idea = idea_of(request.visit, idea_id)
    known = takes_of(idea)
    whole = "worried" in request.GET or is_whole(known)
    form = TakesForm(request.POST or None, takes=known, whole=whole)
    if form.is_valid() and _was_kept(request, idea, form):
        messages.success(request, _("Thank you. It stands on the idea’s page."))
        return to_page(idea, "#takes")
    context = {"idea": idea, "form": form, "centre": idea.centre, "whole": whole}
    return render(request, "ideas/takes_form.html", context)


def _was_kept(request: CentreRequest, idea: Idea, form: TakesForm) -> bool:
    kept = say_what_it_takes(
        idea, words=form.words, version=form.cleaned_data["version"], by=request.user
    )
    if not kept.is_kept:
        form.show_both(kept)
    return kept.is_kept


@access(*SEE_ALL, twin="print:ideas:takes_print")
def takes_print(request: CentreRequest, idea_id: int, **_address: Any) -> HttpResponse:
    """The sheet on paper: what was said, and lines to write on."""
    idea = idea_of(request.visit, idea_id)
    known = takes_of(idea)
    context = {
        "idea": idea,
        "centre": idea.centre,
        "lines": lines_of(known),
        "form": TakesForm(takes=known, whole=True),
    }
    return render(request, "ideas/takes_print.html", context)
