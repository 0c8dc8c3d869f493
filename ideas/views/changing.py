"""Changing an idea's words, and “not mine” of what was written down for somebody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from champions.models import Person
from champions.only_sent import only_sent
from champions.permissions import CentreRequest, access
from ideas.enums import ReactionKind
from ideas.forms.changing import ChangeIdeaForm
from ideas.models import Idea
from ideas.permissions import (
    SEE_ALL,
    can_change_idea,
    can_write_down,
    speaks_for_words,
)
from ideas.services.changing import ChangedMeanwhileError
from ideas.services.disowning import disown, disown_reaction, put_back
from ideas.views.idea import idea_of, to_page


@access(*SEE_ALL, twin="phone:ideas:detail")
def change(request: CentreRequest, idea_id: int, **_address: Any) -> HttpResponse:
    """By its author, or by who writes down for them. Who comes second reads both
    texts, and decides."""
    idea = idea_of(request.visit, idea_id)
    if not can_change_idea(request.visit, idea):
        raise Http404
    form = ChangeIdeaForm(request.POST or None, idea=idea)
    theirs = None
    if form.is_valid():
        try:
            form.change(by=request.user)
        except ChangedMeanwhileError:
            theirs = Idea.objects.of(idea.centre).get(pk=idea.pk)
            form.begin_again(theirs.edit_count)
        else:
            messages.success(request, _("Your new words stand on the idea’s page."))
            return to_page(idea)
    context = {"form": form, "idea": idea, "theirs": theirs}
    return render(request, "ideas/change.html", context)


@access(*SEE_ALL, twin="phone:ideas:detail")
@only_sent
def not_mine(request: CentreRequest, idea_id: int, **_address: Any) -> HttpResponse:
    """`what` says of which words: the idea, or one of the visitor's own reactions to
    it; `to` is “mine” to put the idea back."""
    idea = idea_of(request.visit, idea_id)
    what = request.POST.get("what", "idea")
    if what in ReactionKind.values:
        _not_my_reaction(request, idea, ReactionKind(what))
        return to_page(idea, "#reactions")
    if not speaks_for_words(request.visit, idea):
        raise Http404
    if request.POST.get("to") == "mine":
        if not put_back(idea, by=request.user):
            messages.warning(request, _("It could be put back for 30 days."))
    elif disown(idea, by=request.user):
        words = _("It is taken down. Thank you for telling us.")
        messages.success(request, words)
    return to_page(idea)


def _not_my_reaction(request: CentreRequest, idea: Idea, kind: ReactionKind) -> None:
    """One's own; or, told to staff by telephone, that of the `person` in the form."""
    who = request.visit.person
    typed = request.POST.get("person", "")
    if can_write_down(request.visit) and typed.isdecimal():
        who = Person.objects.of(idea.centre).filter(pk=typed).first()
    if who is None:
        raise Http404
    if disown_reaction(idea, person=who, kind=kind, by=request.user):
        messages.success(request, _("It is taken down. Thank you for telling us."))
