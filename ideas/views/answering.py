"""Our answer: written by staff together with champions, looked over, then told."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import DateField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from champions.enums import Channel
from champions.messages.ways import way_to, why_not
from champions.models import Person
from champions.permissions import CentreRequest, access
from ideas.cards import SEWN, from_whom
from ideas.enums import Outcome, Told
from ideas.forms.answering import STARTERS, AnswerForm
from ideas.models import Idea
from ideas.permissions import STAFF
from ideas.services.answers import words_of
from ideas.services.moves import Concern, TransitionError, concerned, words_for
from ideas.together import talk_of
from ideas.views.idea import idea_of, to_page

# Each reads words of their own.
READERS = {
    Told.AUTHOR: gettext_lazy("Whoever shared it reads"),
    Told.HELPER: gettext_lazy("Those who can help read"),
    Told.COMER: gettext_lazy("Those who would come read"),
}


@access(*STAFF, twin="none: only staff answer for the centre")
def answer(request: CentreRequest, idea_id: int, **_address: Any) -> HttpResponse:
    """The form, what will be told to whom, and the sending. A get-together's page
    links here with `?at=<words>&on=<date>&next=<its address>`."""
    idea = idea_of(request.visit, idea_id)
    form = AnswerForm(request.POST or None, idea=idea, initial=_asked(request))
    preview: dict[str, Any] = {}
    if form.is_valid():
        preview = _preview(request, idea, form)
        if "send" in request.POST and _sent(request, form):
            return _back(request, idea)
    return render(request, "ideas/answer_form.html", _page(idea, form) | preview)


def _asked(request: CentreRequest) -> dict[str, Any]:
    """Where it was decided, and in which lane of the board the idea was let go, as the
    address says; a nonsense date or outcome is none."""
    try:
        on = DateField(required=False).clean(request.GET.get("on"))
    except ValidationError:
        on = None
    words = request.GET.get("at", "")[:120]
    asked = {"gathering_on": on, "gathering_words": words}
    outcome = request.GET.get("outcome", "")
    return asked | ({"outcome": outcome} if outcome in Outcome.values else {})


def _page(idea: Idea, form: AnswerForm) -> dict[str, Any]:
    return {
        "idea": idea,
        "form": form,
        "sewn": SEWN[idea.stage],  # type: ignore[index]  # a stage is its own word
        "from_whom": from_whom(idea),
        "talk": talk_of(idea).in_the_open(),
        "starters": [str(words) for words in STARTERS],
        "last_answer": idea.answers.select_related("by").first(),
    }


def _preview(request: CentreRequest, idea: Idea, form: AnswerForm) -> dict[str, Any]:
    """What each kind of reader will read, in the words of the message itself, and how
    it reaches them; the first of each kind stands for all."""
    told = concerned(idea, form.wording.outcome)
    words = words_of(idea, form.wording, form.gathering, by=request.user)
    kinds = [
        _kind(idea, title, [one for one in told if one.part == part], words)
        for part, title in READERS.items()
    ]
    return {"told": [kind for kind in kinds if kind["readers"]]}


def _kind(
    idea: Idea, title: Any, readers: list[Concern], words: dict[str, Any]
) -> dict[str, Any]:
    text = ""
    if readers:
        context = words_for(idea, *readers[0]) | words
        text = render_to_string("ideas/messages/answer_to_reader.txt", context)
    told = [_recipient(one.person) for one in readers]
    ways = Counter(one["how"] for one in told)
    return {"title": title, "text": text, "readers": told, "ways": ways.items()}


def _recipient(person: Person) -> dict[str, str]:
    may = not why_not(person, asked_for=False)
    way = way_to(person, person.channel) if may else None
    how = Channel(way).label if way else _("tell them in person: we have no safe way")
    return {"name": person.first_name, "how": str(how)}


def _sent(request: CentreRequest, form: AnswerForm) -> bool:
    """Whether it was told; else somebody was faster, and every word is kept."""
    try:
        form.send(by=request.user)
    except TransitionError as error:
        name = error.first or _("Somebody")
        words = _(
            "%(name)s was first: look at what changed. Your words are still here, and "
            "nobody was told of them."
        )
        form.add_error(None, words % {"name": name})
        form.begin_again()
        return False
    messages.success(request, _("Our answer is on the idea’s page, and on its way."))
    return True


def _back(request: CentreRequest, idea: Idea) -> HttpResponse:
    """To the get-together's page, when the answer was written from there."""
    to = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(to, {request.get_host()}):
        return redirect(to)
    return to_page(idea)
