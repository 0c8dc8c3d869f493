"""The wall and the list of ideas, at one address; and the wall on paper."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from champions.models import Centre
from champions.permissions import CentreRequest, Who, access, ask_second_factor
from champions.search import nearest
from ideas.cards import Card, cards_of, query_of
from ideas.enums import LANES, IdeaStage
from ideas.forms.finding import FilterForm
from ideas.models import Idea, IdeaQuerySet
from ideas.permissions import (
    SEE_ALL,
    can_see_all_ideas,
    can_share_idea,
    can_write_down,
    centre_of,
)

A_PAGE = 40
# As many as fit a wall of paper; more would be a book.
ON_PAPER = 200
# Where a card that is dragged to a lane leads, seen from the idea's page: an answer
# there, the day on which we talk about it, or what its author may bring about.
OPENS: dict[str, str] = {
    IdeaStage.TALKING: "#staff",
    IdeaStage.SUPPORTED: "answer/?outcome=supported",
    IdeaStage.TRYING: "answer/?outcome=trying",
    IdeaStage.RUNNING: "#own-moves",
    IdeaStage.RESTING: "#own-moves",
    IdeaStage.PARKED: "answer/?outcome=parked",
}


@access(Who.PUBLIC, *SEE_ALL, twin="print:ideas:print")
def idea_list(request: CentreRequest, **_address: Any) -> HttpResponse:
    """Everything for champions and staff; what is happening for everybody else."""
    visit = request.visit
    if not can_see_all_ideas(visit):
        return _public_list(request, centre_of(visit))
    if not visit.is_champion and (refused := ask_second_factor(request)):
        return refused
    form = FilterForm(request.GET)
    form.is_valid()
    wall = Idea.objects.of(centre_of(visit)).on_the_wall()
    found = form.narrow(wall, visit, request.user)
    context = _page_of(request, found) | {
        "form": form,
        "as_wall": request.GET.get("view") == "board",
        "as_list": request.GET.get("view") != "board",
        "query": query_of(form.asked),
        "can_share": can_share_idea(visit) or can_write_down(visit),
        "can_move": visit.is_staff,
        "did_you_mean": _did_you_mean(wall, found, form),
    }
    return render(request, "ideas/idea_list.html", context)


def _page_of(request: HttpRequest, ideas: IdeaQuerySet) -> dict[str, Any]:
    wanted = ideas.least_heard_first().select_related("author", "circle", "centre")
    page = Paginator(wanted, A_PAGE).get_page(request.GET.get("page"))
    cards = cards_of(list(page.object_list))
    return {"page": page, "cards": cards, "lanes": _lanes(cards, ideas)}


def _lanes(cards: list[Card], ideas: IdeaQuerySet) -> list[dict[str, Any]]:
    """The lanes that have a card on this page, each with how many there are in all."""
    rows = ideas.order_by().values_list("stage").annotate(Count("pk"))
    numbers = dict(rows)
    lanes = [
        {
            "stage": lane,
            "label": IdeaStage(lane).label,
            "opens": OPENS.get(lane, ""),
            "count": sum(numbers.get(stage, 0) for stage in stages),
            "cards": [card for card in cards if card.idea.stage in stages],
        }
        for lane, stages in LANES.items()
    ]
    return [lane for lane in lanes if lane["cards"]]


def _did_you_mean(
    wall: IdeaQuerySet, found: IdeaQuerySet, form: FilterForm
) -> list[str]:
    words = form.cleaned_data.get("words")
    if not words or found.exists():
        return []
    return nearest(words, wall.values_list("what", flat=True)[:2000])


def _public_list(request: HttpRequest, centre: Centre) -> HttpResponse:
    """Names stay out: nobody gave them to the public."""
    ideas = Idea.objects.of(centre).happening().order_by("-shared_at", "-pk")
    page = Paginator(ideas, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "ideas/idea_list_public.html", {"page": page})


@access(*SEE_ALL, twin="print:ideas:print")
def print_wall(request: CentreRequest, **_address: Any) -> HttpResponse:
    """The wall for those who read on paper, with a place to write an idea."""
    wall = Idea.objects.of(centre_of(request.visit)).on_the_wall()
    wanted = wall.least_heard_first().select_related("author", "circle", "centre")
    cards = cards_of(list(wanted[:ON_PAPER]))
    context = {"lanes": _lanes(cards, wall), "centre": request.visit.centre}
    return render(request, "ideas/idea_wall_print.html", context)
