"""A seat: opened by its link, then the reply to the gathering, changed until it begins.
Opening changes nothing; every change is a button."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from champions import links
from champions.capability import give_back, grant
from champions.enums import Channel
from champions.permissions import Who, access
from meetings.calendars import seat_calendar, title_of
from meetings.enums import HOLDING, Reply
from meetings.forms.seats import SeatForm
from meetings.models import Seat
from meetings.online import online_link_of
from meetings.replies import standing_of
from meetings.seat_links import held_seat, purpose_of, seat_of_link
from meetings.services import answer
from meetings.services.refusals import RefusedError
from meetings.services.wrong_hands import say_not_theirs
from meetings.views.invitations import NOT_ME

BY_PHONE = "phone:reply"
UNKNOWN = "meetings/seat_unknown.html"


@access(Who.HOLDER, twin=BY_PHONE)
def seat_link(request: HttpRequest, token: str) -> HttpResponse:
    """ "You are asked to come": no name before they say that it is them."""
    seat = seat_of_link(token)
    if seat is None:
        return render(request, UNKNOWN, {"is_link": True}, status=404)
    if seat.person_id and NOT_ME in request.POST:
        say_not_theirs(seat)
        response = redirect(f"{request.path}?{NOT_ME}")
        give_back(response, purpose_of(seat), seat.pk)
        return response
    if request.method == "POST":
        response = redirect("meetings:seat", seat_id=seat.pk)
        grant(response, purpose_of(seat), seat.pk, seat.generation)
        return response
    _frame(request, seat)
    shown = {"meeting": seat.meeting, "seat": seat, "is_other": NOT_ME in request.GET}
    return render(request, "meetings/seat_link.html", shown)


@access(Who.HOLDER, twin=BY_PHONE)
def seat(request: HttpRequest, seat_id: int) -> HttpResponse:
    """The reply on one page; once given, where it stands and how to change it."""
    held = held_seat(request, seat_id)
    if held is None:
        return render(request, UNKNOWN, status=404)
    _frame(request, held)
    form = SeatForm(request.POST or None, seat=held)
    if request.method == "POST" and form.is_valid() and _answered(request, held, form):
        return redirect("meetings:seat", seat_id=held.pk)
    replied = held.reply not in (Reply.ASKED, Reply.OFFERED)
    show_form = held.meeting.takes_replies and (
        not replied or form.is_bound or "change" in request.GET
    )
    shown = {
        "seat": held,
        "meeting": held.meeting,
        "what": title_of(held.meeting),
        "standing": standing_of(held),
        "online_link": online_link_of(held),
        "form": form if show_form else None,
        # One press, for who has no account: from the link in a mail it is the second.
        "can_cancel": _can_cancel(held),
    }
    return render(request, "meetings/seat.html", shown)


def _can_cancel(held: Seat) -> bool:
    gives_up = held.reply in (*HOLDING, Reply.WAITING)
    return held.person is None and gives_up and held.meeting.takes_replies


def _answered(request: HttpRequest, held: Seat, form: SeatForm) -> bool:
    said = form.cleaned_data
    try:
        answer(
            held,
            say=said["say"],
            by=None,
            how=Channel.EMAIL,
            companions=said["companions"],
            needs=form.wishes(),
            helped_by=said["helped_by"],
        )
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Thank you. We have your reply."))
    return True


@access(Who.HOLDER, twin=BY_PHONE)
def seat_in_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The gathering for somebody's own calendar; it names nobody."""
    seat = seat_of_link(token)
    if seat is None:
        raise Http404
    return calendar_response(seat)


@access(Who.HOLDER, twin=BY_PHONE)
def held_seat_in_calendar(request: HttpRequest, seat_id: int) -> HttpResponse:
    seat = held_seat(request, seat_id)
    if seat is None:
        raise Http404
    return calendar_response(seat)


def calendar_response(seat: Seat) -> HttpResponse:
    link = links.token(purpose_of(seat), seat.pk, seat.generation)
    url = settings.BASE_URL + reverse("meetings:seat_link", args=[link])
    response = HttpResponse(
        seat_calendar(seat, url=url), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    return response


def _frame(request: HttpRequest, seat: Seat) -> None:
    """The page belongs to the centre of the seat, which its address leaves out."""
    request.page_centre = seat.centre  # type: ignore[attr-defined]  # read by the frame
