"""Calls to make: who, which number, what to say, and what came of it in one press. The
front desk sees one person at a time, as everywhere on its screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from champions.enums import Role
from champions.languages import own_name
from champions.messages.outbox import MessageMovedError
from champions.messages.words import spoken
from champions.models import Centre, Message, MessageQuerySet
from champions.only_sent import only_sent
from champions.permissions import CentreRequest, access
from champions.phones import phone_as_written
from champions.services import calls as service
from champions.services.views_log import note_view
from meetings.permissions import circles_of
from meetings.services.arrivals import goes_another_way
from meetings.services.desk import is_question, question_of
from meetings.views.desk import DESK, FOUND, TWIN

OUTCOMES: dict[str, Callable[..., Any]] = {
    "reached": service.reached,
    "no_answer": service.no_answer,
    "left": service.left_message,
    "wrong": service.wrong_number,
}


@dataclass(frozen=True)
class Call:
    """One call as the page shows it."""

    message: Message
    name: str
    number: str
    dialled: str
    language: str
    good_time: str
    words: list[str]
    to_leave: str
    is_question: bool

    @property
    def has_been_tried(self) -> bool:
        return self.message.attempts > 0


@access(*DESK, twin=TWIN)
def calls(request: CentreRequest) -> HttpResponse:
    """The longest waiting first."""
    centre = cast(Centre, request.visit.centre)
    waiting = _calls_of(request).calls_to_make().order_by("queued_at", "pk")
    count = waiting.count()
    rows = list(waiting.select_related("person", "centre")[: _most(request)])
    note_view(request, [row.person for row in rows])
    shown = {
        "centre": centre,
        "calls": [_call(row, request) for row in rows],
        "more": count - len(rows),
    }
    return render(request, "meetings/calls.html", shown)


@only_sent
@access(*DESK, twin=TWIN)
def call(request: CentreRequest, message_id: int) -> HttpResponse:
    """`say`: "reached", "no_answer", "left" or "wrong"."""
    rows = _calls_of(request).select_related("person__centre", "centre")
    message = get_object_or_404(rows, pk=message_id)
    outcome = request.POST.get("say", "")
    try:
        if outcome in OUTCOMES:
            OUTCOMES[outcome](message, by=request.user)
    except MessageMovedError:
        messages.info(
            request, _("Somebody else was faster. This is how it stands now.")
        )
        return _to_list(request)
    _say_what_now(request, message, outcome)
    question = question_of(message) if outcome == "reached" else None
    if question is None or message.person is None:
        return _to_list(request)
    request.session[FOUND] = [message.person.pk]
    slug = cast(Centre, request.visit.centre).slug
    page = reverse("meetings:desk_person", args=[slug, message.person.pk])
    return redirect(f"{page}#m{question.pk}")


def _say_what_now(request: CentreRequest, message: Message, outcome: str) -> None:
    if outcome == "no_answer":
        messages.success(request, _("They stand here again when it is time to call."))
    elif outcome == "wrong":
        other = goes_another_way(message)
        messages.success(
            request,
            _("Nobody calls this number again. We tell them another way.")
            if other
            else _(
                "Nobody calls this number again. We have no other way to tell them."
            ),
        )
    elif outcome in OUTCOMES:
        messages.success(request, _("It is noted. Thank you for calling."))


def _to_list(request: CentreRequest) -> HttpResponse:
    return redirect("meetings:calls", cast(Centre, request.visit.centre).slug)


def _calls_of(request: CentreRequest) -> MessageQuerySet:
    """Everybody of the centre for its point person and the front desk, the people of
    their own groups for a partner."""
    rows = Message.objects.of(cast(Centre, request.visit.centre)).filter(
        channel="phone"
    )
    if request.visit.roles & {Role.LEAD, Role.DESK}:
        return rows
    circles = circles_of(request.visit, request.user)
    return rows.filter(person__circle_memberships__circle__in=circles).distinct()


def _most(request: CentreRequest) -> int | None:
    """The desk finds one person at a time; who answers for all sees all."""
    roles = request.visit.roles
    return 1 if Role.DESK in roles and Role.LEAD not in roles else 100


def _call(message: Message, request: CentreRequest) -> Call:
    person, centre = message.person, cast(Centre, request.visit.centre)
    number = person.phone if person else message.to_address
    return Call(
        message=message,
        name=str(person) if person else message.to_name,
        number=phone_as_written(number, region=centre.country),
        dialled=number,
        language=_language_of(message),
        good_time=person.call_when if person else "",
        words=spoken(message).split("\n\n"),
        to_leave=_to_leave(message, request)
        if service.may_leave_message(message)
        else "",
        is_question=is_question(message),
    )


def _language_of(message: Message) -> str:
    """What they speak, also where the words to say are in one of our languages."""
    speaks = message.person.speaks if message.person else ""
    return own_name(speaks) if speaks else message.language_name


def _to_leave(message: Message, request: CentreRequest) -> str:
    """Says nothing of the centre, or of what it is about: others may hear it."""
    with translation.override(message.language):
        said = _(
            "Hello, this is %(caller)s, calling for %(name)s. Nothing is wrong. Please call me back: %(phone)s."
        )
        return said % {
            "caller": request.user.first_name or request.user.name,
            "name": message.person.first_name if message.person else message.to_name,
            "phone": cast(Centre, request.visit.centre).phone,
        }
