"""One's answer about how often to meet, opened by a link or the code of a card. Opening
changes nothing; every change is a button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from champions.capability import grant
from champions.permissions import Who, access
from champions.sent_ids import sent_id
from meetings import how_often_page
from meetings.enums import SaidHow
from meetings.forms.how_often import HowOftenForm
from meetings.how_often_links import PURPOSE, answer_of_link, held_answer
from meetings.models import RhythmAnswer
from meetings.services.how_often import not_mine, say_how_often
from meetings.services.refusals import RefusedError

BY_PHONE = "phone:how-often"
UNKNOWN = "meetings/seat_unknown.html"


@access(Who.HOLDER, twin=BY_PHONE)
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The question, without a name before they say that it is them."""
    answer = answer_of_link(token)
    if answer is None:
        return render(request, UNKNOWN, {"is_link": True}, status=404)
    if request.method == "POST":
        response = redirect("meetings:how_often_held", answer_id=answer.pk)
        grant(response, PURPOSE, answer.pk, answer.generation)
        return response
    _frame(request, answer)
    shown = {"circle": answer.question.circle}
    return render(request, "meetings/how_often_link.html", shown)


@access(Who.HOLDER, twin=BY_PHONE)
def held(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Their own answer, and what was written down for them."""
    answer = held_answer(request, answer_id)
    if answer is None:
        return render(request, UNKNOWN, status=404)
    _frame(request, answer)
    if request.method == "POST" and "word" in request.POST:
        return _disown(request, answer, request.POST["word"])
    first = {"says": answer.says, "named": answer.named}
    form = HowOftenForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid() and _is_said(answer, form):
        messages.success(request, _("Thank you. Your answer is kept."))
        return redirect("meetings:how_often_held", answer_id=answer.pk)
    shown = {
        "answer": answer,
        "circle": answer.question.circle,
        "centre": answer.centre,
        "own": how_often_page.own_answer(answer.question, answer.person),
        "form": form,
    }
    return render(request, "meetings/how_often_held.html", shown)


def _is_said(answer: RhythmAnswer, form: HowOftenForm) -> bool:
    try:
        say_how_often(
            answer.question,
            answer.person,
            how=SaidHow.PAGE,
            by=None,
            **form.cleaned_data,
        )
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _disown(request: HttpRequest, answer: RhythmAnswer, sent: str) -> HttpResponse:
    words = answer.words.select_related("answer__person", "answer__question__circle")
    word = words.filter(pk=sent_id(sent)).first()
    if word and not_mine(word, by=None):
        messages.success(request, _("It counts no longer. Thank you for telling us."))
    return redirect("meetings:how_often_held", answer_id=answer.pk)


def _frame(request: HttpRequest, answer: RhythmAnswer) -> None:
    """The page belongs to the centre of the group, which its address leaves out."""
    request.page_centre = answer.centre  # type: ignore[attr-defined]  # read by the frame
