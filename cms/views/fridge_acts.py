"""Three things that who runs a programme does in a moment. The same for the card and for
the desk, which does them for who calls."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from champions.models import Person, User
from cms.fridge_forms import CallOffForm, CountForm, NeedForm
from cms.models import Programme, Session
from cms.services import on_the_day
from cms.services.sessions import cancel_session
from meetings.enums import MeetingState
from meetings.services.refusals import RefusedError


@dataclass(frozen=True)
class Asker:
    """For which programme, whose card it is, who presses, and where to go back to."""

    programme: Programme
    person: Person | None
    user: User | None
    back: str


def call_off(request: HttpRequest, asker: Asker) -> HttpResponse:
    """The day and how many are told stand there; one press, and it is called off."""
    session = on_the_day.next_date(asker.programme)
    if request.method != "POST":
        form = CallOffForm(initial={"date": session and session.pk})
        return _call_off_page(request, asker, session, form)
    form = CallOffForm(request.POST)
    if not form.is_valid():
        return _call_off_page(request, asker, session, form)
    _call_off(request, asker, form)
    return redirect(asker.back)


def _call_off(request: HttpRequest, asker: Asker, form: CallOffForm) -> None:
    read = _date(asker, form)
    if read.meeting.state == MeetingState.CANCELLED:
        messages.info(request, _("It is called off already."))
        return
    try:
        cancel_session(read, why=form.cleaned_data["why"], by=asker.user)
        messages.success(request, _("It is called off, and everybody is told."))
    except RefusedError as refused:
        messages.error(request, str(refused))


def _call_off_page(
    request: HttpRequest, asker: Asker, session: Session | None, form: CallOffForm
) -> HttpResponse:
    told = on_the_day.told_about(session) if session else 0
    shown = {"asker": asker, "session": session, "told": told, "form": form}
    return render(request, "cms/fridge/call_off.html", shown)


def count(request: HttpRequest, asker: Asker) -> HttpResponse:
    """How many came to today's date, or to the last one."""
    session = on_the_day.date_to_count(asker.programme)
    known = {"date": session and session.pk, "came": session and session.came}
    form = CountForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            came = form.cleaned_data["came"]
            on_the_day.count_who_came(_date(asker, form), came, by=asker.user)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. The number is kept."))
            return redirect(asker.back)
    shown = {"asker": asker, "session": session, "form": form}
    return render(request, "cms/fridge/count.html", shown)


def need(request: HttpRequest, asker: Asker) -> HttpResponse:
    """One line; staff are told, and tell back when it is arranged."""
    form = NeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        on_the_day.ask_for_something(
            asker.programme,
            form.cleaned_data["what"],
            person=asker.person,
            by=asker.user,
        )
        messages.success(
            request, _("The centre is told. You hear when it is arranged.")
        )
        return redirect(asker.back)
    shown = {"asker": asker, "form": form}
    return render(request, "cms/fridge/need.html", shown)


def _date(asker: Asker, form: CallOffForm | CountForm) -> Session:
    dates = asker.programme.sessions.select_related("meeting__centre", "centre")
    return get_object_or_404(
        dates.select_related("meeting__centre", "centre", "programme__centre"),
        pk=form.cleaned_data["date"],
    )
