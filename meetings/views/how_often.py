"""“How often shall we meet?”: the page of a group, where each champion speaks for
themselves; asking it, and “I did not say this”."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from champions.models import Circle, Person
from champions.only_sent import only_sent
from champions.permissions import CentreRequest, access
from champions.services.views_log import note_view
from meetings import how_often_page
from meetings.enums import SaidHow
from meetings.forms.how_often import AskForm, HowOftenForm
from meetings.models import RhythmWord
from meetings.permissions import TABLE, circles_of, sees_staff_part
from meetings.services.circle_seats import members_of
from meetings.services.how_often import (
    ask_group,
    not_mine,
    say_how_often,
)
from meetings.services.refusals import RefusedError

CARDS = "print:meetings:how_often_cards"


def group_of(request: CentreRequest, circle_id: int) -> Circle:
    """A group to which this visitor belongs; any other is not found."""
    circles = circles_of(request.visit, request.user)
    related = circles.select_related("centre", "lead", "back_up")
    return get_object_or_404(related, pk=circle_id)


def to_group(circle: Circle) -> HttpResponse:
    return redirect("meetings:how_often", circle.centre.slug, circle.pk)


@access(*TABLE, twin=CARDS)
def how_often(request: CentreRequest, circle_id: int) -> HttpResponse:
    """How it stands, what was changed, and one's own answer."""
    circle = group_of(request, circle_id)
    page = how_often_page.page_of(circle)
    person = _speaker(request, circle)
    own = how_often_page.own_answer(page.question, person)
    form = HowOftenForm(
        request.POST or None, initial={"says": own.says, "named": own.named}
    )
    if request.method == "POST" and _is_said(page, person, form):
        messages.success(request, _("Thank you. Your answer is kept."))
        return to_group(circle)
    shown = {
        "page": page,
        "circle": circle,
        "centre": circle.centre,
        "own": own,
        "form": form,
        "speaks": person is not None,
        **_staff_part(request, page),
    }
    return render(request, "meetings/how_often.html", shown)


def _speaker(request: CentreRequest, circle: Circle) -> Person | None:
    """The visitor, if they are an active champion of the group: staff never answer."""
    person = request.visit.person
    if person is None:
        return None
    return members_of(circle).filter(pk=person.pk).select_related("centre").first()


def _is_said(
    page: how_often_page.HowOftenPage, person: Person | None, form: HowOftenForm
) -> bool:
    if page.question is None or person is None:
        raise Http404
    if not form.is_valid():
        return False
    try:
        say_how_often(
            page.question, person, how=SaidHow.PAGE, by=None, **form.cleaned_data
        )
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _staff_part(
    request: CentreRequest, page: how_often_page.HowOftenPage
) -> dict[str, Any]:
    if not sees_staff_part(request, request.visit):
        return {}
    is_open = page.question is not None and page.question.is_open
    waiting = (
        how_often_page.not_yet_heard(page.question) if page.question and is_open else []
    )
    note_view(request, waiting)
    return {
        "staff_part": True,
        "waiting": waiting,
        "ask_form": AskForm(members=members_of(page.circle)),
    }


@access(*TABLE, twin="phone:how-often-ask")
@only_sent
def ask(request: CentreRequest, circle_id: int) -> HttpResponse:
    """A champion asks the group; or staff, for a champion who tells them so."""
    circle = group_of(request, circle_id)
    form = AskForm(request.POST, members=members_of(circle))
    speaker = _speaker(request, circle)
    is_staff = sees_staff_part(request, request.visit)
    if not form.is_valid() or not (is_staff or speaker):
        raise Http404
    told_by = form.cleaned_data["person"] if is_staff else None
    try:
        ask_group(
            circle,
            by=request.user if told_by or speaker is None else None,
            asked_by=told_by or speaker,
            names_asker=form.cleaned_data["names_asker"],
        )
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The group is asked. Everybody will hear of it."))
    return to_group(circle)


@access(*TABLE, twin="phone:how-often-not-mine")
@only_sent
def disown(request: CentreRequest, circle_id: int, word_id: int) -> HttpResponse:
    """“I did not say this”: by the champion, or told to staff."""
    circle = group_of(request, circle_id)
    words = RhythmWord.objects.of(circle.centre).filter(answer__question__circle=circle)
    related = words.select_related("answer__person", "answer__question__circle__centre")
    word = get_object_or_404(related, pk=word_id)
    person = request.visit.person
    is_theirs = person is not None and word.answer.person_id == person.pk
    if not is_theirs and not sees_staff_part(request, request.visit):
        raise Http404
    if not_mine(word, by=None if is_theirs else request.user):
        messages.success(request, _("It counts no longer. Thank you for telling us."))
    return to_group(circle)
