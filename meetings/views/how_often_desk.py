"""For staff: cards to print, and what champions said by card, by telephone, or in
private. Staff write it down; they never answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from champions.enums import CodePurpose
from champions.models import Circle, Person
from champions.permissions import CentreRequest, access
from champions.services.codes import digits_for, look_up_code
from champions.services.views_log import note_view
from meetings import how_often_page
from meetings.enums import HowOften
from meetings.forms.how_often import WrittenDownForm
from meetings.models import RhythmAnswer, RhythmQuestion
from meetings.permissions import STAFF
from meetings.services.circle_seats import members_of
from meetings.services.how_often import newest_question, say_how_often
from meetings.services.refusals import RefusedError
from meetings.views.how_often import group_of

AT_A_DESK = "none: staff work here for those who say it on paper or by phone"


@dataclass(frozen=True)
class Card:
    """One champion's card: the name is on the part that is torn off."""

    name: str
    language: str
    code: str


@access(*STAFF, twin=AT_A_DESK)
def write(request: CentreRequest, circle_id: int) -> HttpResponse:
    """Whose answer, what they say, and by which way they told us."""
    circle = group_of(request, circle_id)
    question = newest_question(circle)
    form = WrittenDownForm(
        request.POST or None,
        members=members_of(circle),
        initial={"person": request.GET.get("person")},
    )
    if request.method == "POST" and question and form.is_valid():
        person = _written(request, question, form)
        if person:
            words = _("Written down for %(name)s, who is told.")
            messages.success(request, words % {"name": person.first_name})
            return redirect("meetings:how_often_write", circle.centre.slug, circle.pk)
    written = how_often_page.written_words(question) if question else []
    note_view(request, [*members_of(circle), *(w.answer.person for w in written)])
    shown = {
        "circle": circle,
        "centre": circle.centre,
        "question": question,
        "form": form,
        "written": written,
    }
    return render(request, "meetings/how_often_write.html", shown)


def _written(
    request: CentreRequest, question: RhythmQuestion, form: WrittenDownForm
) -> Person | None:
    """Keep it; None when the form has a fault, which then stands in it."""
    said = form.cleaned_data
    person = said["person"] or _holder(question, said["code"])
    if person is None:
        form.add_error("code", _("This is the code of no card of this group."))
        return None
    try:
        say_how_often(
            question,
            person,
            says=said["says"],
            how=said["how"],
            named=said["named"],
            by=request.user,
        )
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return None
    return person


def _holder(question: RhythmQuestion, typed: str) -> Person | None:
    code = look_up_code(question.centre, typed)
    if code is None or code.purpose != CodePurpose.HOW_OFTEN:
        return None
    answers = RhythmAnswer.objects.of(question.centre).filter(
        question=question, pk=code.thing_id
    )
    answer = answers.select_related("person__centre").first()
    return answer.person if answer else None


@access(*STAFF, twin="none: it is the paper twin")
def cards(request: CentreRequest, circle_id: int) -> HttpResponse:
    """A card for each champion who is asked, in their language."""
    circle = group_of(request, circle_id)
    question = newest_question(circle)
    people = _asked(circle, question) if question else []
    note_view(request, [answer.person for answer in people])
    shown = {
        "circle": circle,
        "centre": circle.centre,
        "cards": [_card(answer) for answer in people],
        "answers": [str(one.label) for one in HowOften],
    }
    return render(request, "meetings/how_often_cards.html", shown)


def _asked(circle: Circle, question: RhythmQuestion) -> list[RhythmAnswer]:
    here = question.answers.filter(person__in=members_of(circle).values("pk"))
    return list(here.select_related("person").order_by("person__first_name", "pk"))


def _card(answer: RhythmAnswer) -> Card:
    person = answer.person
    code = digits_for(CodePurpose.HOW_OFTEN, answer.pk)
    return Card(str(person), person.language, code)
