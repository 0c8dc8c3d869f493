"""One idea: where it stands, what people say, what was answered and promised."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.only_sent import only_sent
from champions.permissions import CentreRequest, Visit, access
from champions.services.views_log import note_view
from ideas.cards import SEWN, from_whom, standing_in_words
from ideas.enums import PromiseState, ReactionKind
from ideas.forms.moves import HearForm, MoveForm
from ideas.forms.takes import lines_of, takes_of
from ideas.forms.talk import ReactForm, SayForm, WriteDownForm
from ideas.models import Answer, Idea, Promise, Reaction
from ideas.money import sums_of
from ideas.permissions import (
    SEE_ALL,
    STAFF,
    WRITE_DOWN,
    author_speaking,
    can_answer_idea,
    can_ask_look_again,
    can_change_idea,
    can_end_promise,
    can_hear,
    can_talk,
    can_write_down,
    centre_of,
    is_author,
    own_moves,
    speaks_for_words,
    wrote,
)
from ideas.services.answers import ask_look_again, decided_of
from ideas.services.disowning import can_be_put_back
from ideas.services.ideas import next_day
from ideas.services.moves import TransitionError
from ideas.services.promises import END_PROMISE
from ideas.services.talk import say
from ideas.timeline import timeline_of
from ideas.together import of_all, reactions_of, talk_of, together_of


def idea_of(visit: Visit, pk: int) -> Idea:
    """The idea of the visited centre; another centre's is not found, nor, but by its
    author and staff, one that was taken down."""
    ideas = Idea.objects.of(centre_of(visit))
    related = ("centre", "author", "circle", "heard_by", "written_down_by")
    idea = get_object_or_404(ideas.select_related(*related), pk=pk)
    may_see = can_write_down(visit) or visit.person == idea.author
    if idea.is_taken_down and not may_see:
        raise Http404
    return idea


def to_page(idea: Idea, part: str = "") -> HttpResponse:
    response = redirect("ideas:detail", idea.centre.slug, idea.pk)
    response["Location"] += part
    return response


@access(*SEE_ALL, twin="phone:ideas:write_down")
def detail(request: CentreRequest, idea_id: int, **_address: Any) -> HttpResponse:
    return page(request, idea_of(request.visit, idea_id))


def page(
    request: CentreRequest, idea: Idea, *, form: SayForm | None = None
) -> HttpResponse:
    """The whole page; `form` is what somebody wrote that could not be taken."""
    visit = request.visit
    answer = _last_answer(idea)
    context = {
        "idea": idea,
        "centre": idea.centre,
        "sewn": SEWN[idea.stage],  # type: ignore[index]  # a stage is its own word
        "from_whom": from_whom(idea),
        "next_day": next_day(idea),
        "answer": answer,
        "decided": answer and decided_of(answer),
        "today": timezone.localdate(timezone=idea.centre.tzinfo),
        "stands_sentence": standing_in_words(idea, answer),
        "promises": _promises(visit, idea),
        "sums": sums_of(idea),
        "talk": talk_of(idea).shown_to(visit.person, is_staff=can_write_down(visit)),
        "me": visit.person,
        "form": form or (SayForm() if can_talk(visit) else None),
    }
    context |= _reactions(visit, idea) | _what_i_may(visit, idea, answer)
    context |= together_of(visit, idea) | {
        "takes": lines_of(takes_of(idea)),
        "timeline": timeline_of(idea),
    }
    return render(request, "ideas/idea_detail.html", context)


def _last_answer(idea: Idea) -> Answer | None:
    answers = idea.answers.select_related("by").prefetch_related("together_with")
    return answers.order_by("-at", "-pk").first()


def _promises(visit: Visit, idea: Idea) -> list[dict[str, Any]]:
    rows = Promise.objects.of(idea.centre).filter(of_all(idea))
    promises = rows.select_related("person").order_by("made_at", "pk")
    return [
        {"promise": promise, "may_end": can_end_promise(visit, promise)}
        for promise in promises
    ]


def _reactions(visit: Visit, idea: Idea) -> dict[str, Any]:
    rows = reactions_of(idea)
    numbers = Counter(row.kind for row in rows)
    own = [row for row in rows if row.idea_id == idea.pk]
    mine = {row.kind: row for row in own if row.person == visit.person}
    return {
        "numbers": numbers,
        "mine": mine,
        "my_help": mine.get(ReactionKind.CAN_HELP),
        "said": _what_i_said(mine),
        "written": [row for row in mine.values() if row.written_down_by],
        "helpers": [row for row in rows if row.kind == ReactionKind.CAN_HELP],
        "values": {
            kind.value: f"{kind}:{'remove' if kind in mine else 'add'}"
            for kind in ReactionKind
        },
    }


def _what_i_said(mine: dict[str, Reaction]) -> str:
    said = ", ".join(str(ReactionKind(kind).label) for kind in mine)
    if not said:
        return ""
    return _("You said: %(said)s. Press again to take it back.") % {"said": said}


def _what_i_may(visit: Visit, idea: Idea, answer: Answer | None) -> dict[str, Any]:
    return {
        "can_talk": can_talk(visit),
        "can_answer": can_answer_idea(visit),
        "can_write_down": can_write_down(visit),
        "can_look_again": can_ask_look_again(visit, idea, answer),
        "hear_form": HearForm(idea=idea) if can_hear(visit, idea) else None,
        "is_author": is_author(visit, idea),
        "own_moves": own_moves(visit, idea),
        "can_change": can_change_idea(visit, idea),
        "wrote": wrote(visit, idea),
        "speaks_for_words": speaks_for_words(visit, idea),
        "can_put_back": can_be_put_back(idea),
    }


@access(*SEE_ALL, twin="phone:ideas:write_down")
@only_sent
def react(request: CentreRequest, idea_id: int, **_address: Any) -> HttpResponse:
    idea = idea_of(request.visit, idea_id)
    form = ReactForm(request.POST)
    if request.visit.person is None or not can_talk(request.visit):
        raise Http404
    if form.is_valid():
        form.apply(idea, request.visit.person, by=request.user)
    return to_page(idea, "#reactions")


@access(*SEE_ALL, twin="phone:ideas:write_down")
@only_sent
def talk(request: CentreRequest, idea_id: int, **_address: Any) -> HttpResponse:
    visit = request.visit
    idea = idea_of(visit, idea_id)
    if visit.person is None or not can_talk(visit):
        raise Http404
    form = SayForm(request.POST)
    if not form.is_valid():
        return page(request, idea, form=form)
    words = form.cleaned_data["words"]
    say(idea, person=visit.person, words=words, by_staff=not visit.is_champion)
    return to_page(idea, "#talk")


@access(*WRITE_DOWN, twin="none: it is where staff write down what is said by phone")
def write_down(request: CentreRequest, idea_id: int, **_address: Any) -> HttpResponse:
    """What a champion says on paper, by phone or in person, under both names."""
    idea = idea_of(request.visit, idea_id)
    form = WriteDownForm(request.POST or None, visit=request.visit)
    note_view(request, form.found)
    if form.is_valid() and form.person:
        form.apply(idea, form.person, by=request.user)
        name = form.person.first_name
        words = _("Written down for %(name)s.") % {"name": name}
        messages.success(request, words)
        return to_page(idea)
    return render(request, "ideas/write_down.html", {"idea": idea, "form": form})


@access(*STAFF, twin="none: only staff answer for the centre")
@only_sent
def hear_idea(request: CentreRequest, idea_id: int, **_address: Any) -> HttpResponse:
    """We heard you, we talk about it on that day."""
    idea = idea_of(request.visit, idea_id)
    form = HearForm(request.POST, idea=idea)
    if not form.is_valid():
        for problems in form.errors.values():
            messages.error(request, str(problems[0]))
        return to_page(idea, "#staff")
    try:
        form.apply(idea, by=request.user)
    except TransitionError as error:
        say_who_was_first(request, error)
    return to_page(idea)


@access(*SEE_ALL, twin="phone:ideas:detail")
@only_sent
def move_on(request: CentreRequest, idea_id: int, **_address: Any) -> HttpResponse:
    """The author starts, pauses or ends what needs nothing of the centre."""
    idea = idea_of(request.visit, idea_id)
    form = MoveForm(request.POST)
    author = author_speaking(request.visit, idea)
    if author is None:
        raise Http404
    if not form.is_valid():
        messages.error(request, _("Say what you have learned in at most 600 letters."))
    elif form.cleaned_data["to"] != idea.stage:
        try:
            form.apply(idea, author, by=request.user)
        except TransitionError as error:
            say_who_was_first(request, error)
    return to_page(idea)


@access(*SEE_ALL, twin="phone:ideas:detail")
@only_sent
def look_again(request: CentreRequest, idea_id: int, **_address: Any) -> HttpResponse:
    """The author sees our answer differently."""
    idea = idea_of(request.visit, idea_id)
    author = author_speaking(request.visit, idea)
    if author is None:
        raise Http404
    try:
        ask_look_again(idea, by_person=author, by=request.user)
    except TransitionError as error:
        say_who_was_first(request, error)
    else:
        messages.success(request, _("Thank you. We talk about it again."))
    return to_page(idea)


@access(*SEE_ALL, twin="phone:ideas:detail")
@only_sent
def end_promise(
    request: CentreRequest, idea_id: int, promise_id: int, **_address: Any
) -> HttpResponse:
    """It is done, or let go; or it was pressed by mistake."""
    idea = idea_of(request.visit, idea_id)
    promises = Promise.objects.of(idea.centre).filter(of_all(idea))
    promise = get_object_or_404(promises, pk=promise_id)
    if not can_end_promise(request.visit, promise):
        raise Http404
    if end := END_PROMISE.get(request.POST.get("to", PromiseState.KEPT)):
        end(promise, by=request.user)
    return to_page(idea, "#promises")


def say_who_was_first(request: CentreRequest, error: TransitionError) -> None:
    name = error.first or _("Somebody")
    words = _("%(name)s was faster. Look at what changed.") % {"name": name}
    messages.warning(request, words)
