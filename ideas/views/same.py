"""“It is the same wish”: two ideas told together, or apart again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from champions.only_sent import only_sent
from champions.permissions import CentreRequest, access
from ideas.forms.same import SameForm, SentForm
from ideas.models import Idea, SameAs
from ideas.permissions import (
    SEE_ALL,
    can_agree_same,
    can_say_same,
    can_take_apart,
    may_join,
)
from ideas.services.moves import TransitionError
from ideas.services.same import CannotJoinError, ask_same, take_apart, tell_together
from ideas.views.idea import idea_of, say_who_was_first, to_page


@access(*SEE_ALL, twin="phone:ideas:detail")
def same_as(request: CentreRequest, idea_id: int, **_address: Any) -> HttpResponse:
    """Staff tell two ideas together; an author asks the author of the other."""
    idea = idea_of(request.visit, idea_id)
    typed = request.POST.get("words", request.GET.get("words", "")).strip()[:100]
    form = SameForm(request.POST or None, idea=idea, typed=typed)
    may_say = can_say_same(request.visit, idea)
    if may_say and form.is_valid() and _said(request, idea, form):
        return to_page(idea, "#together")
    if may_join(request.visit, idea) and _was_faster(request, idea):
        messages.info(request, _("Both are told together now."))
        return to_page(idea, "#together")
    if not may_say:
        raise Http404
    context = {"idea": idea, "form": form, "centre": idea.centre}
    return render(request, "ideas/same_form.html", context)


def _was_faster(request: CentreRequest, idea: Idea) -> bool:
    """Somebody has told these two together since the page was opened, this way round or
    the other."""
    chosen = SentForm(request.POST or None)
    if not chosen.is_valid():
        return False
    pair = {idea.pk, chosen.cleaned_data["other"]}
    ideas = Idea.objects.of(idea.centre)
    return ideas.filter(pk__in=pair, merged_into__in=pair).exists()


def _said(request: CentreRequest, idea: Idea, form: SameForm) -> bool:
    """Whether it was taken; else the form says why not."""
    other = form.cleaned_data["other"]
    try:
        same = _say(request, idea, other)
    except (CannotJoinError, TransitionError):
        words = _(
            "These two cannot be told together: both have an answer, or others are "
            "told with them already. Talk about it with the authors."
        )
        form.add_error("other", words)
        return False
    if same.joined_at:
        messages.success(request, _("Both are told together now."))
    else:
        messages.success(request, _("Thank you. We ask the author of the other idea."))
    return True


def _say(request: CentreRequest, idea: Idea, other: Idea) -> SameAs:
    visit = request.visit
    if visit.is_staff:
        return tell_together(idea, other, by=request.user)
    if visit.person is None:
        raise Http404
    return ask_same(idea, other, author=visit.person, by=request.user)


@access(*SEE_ALL, twin="phone:ideas:detail")
@only_sent
def say_same(
    request: CentreRequest, idea_id: int, same_id: int, **_address: Any
) -> HttpResponse:
    """Yes, tell them together; or no, they are two."""
    idea = idea_of(request.visit, idea_id)
    rows = SameAs.objects.of(idea.centre).filter(pk=same_id)
    about = rows.filter(idea=idea) | rows.filter(into=idea)
    same = get_object_or_404(about.select_related("idea__author", "into__author"))
    try:
        _apply(request, same)
    except (CannotJoinError, TransitionError) as error:
        first = error if isinstance(error, TransitionError) else TransitionError(idea)
        say_who_was_first(request, first)
    return to_page(idea, "#together")


def _apply(request: CentreRequest, same: SameAs) -> None:
    if request.POST.get("to") == "yes":
        if not can_agree_same(request.visit, same):
            raise Http404
        _say(request, same.idea, same.into)
    else:
        if not can_take_apart(request.visit, same):
            raise Http404
        take_apart(same, by=request.user)
