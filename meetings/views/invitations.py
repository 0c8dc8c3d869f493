"""An invitation: opened by its link, then answered on one page. Opening changes nothing;
every change is a button."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from champions.capability import give_back, grant
from champions.enums import Channel
from champions.permissions import Who, access
from champions.services.codes import digits_for
from champions.services.people import call_person
from champions.when import day_in_words
from meetings.calendars import CONFIRMED, TENTATIVE, calendar_of, event_of
from meetings.enums import InvitationState, Reply, Say
from meetings.forms.helping import said_before
from meetings.forms.replies import ReplyForm
from meetings.models import Invitation, Meeting, Seat
from meetings.permissions import (
    PURPOSE,
    held_invitation,
    invitation_of_link,
    why_closed,
)
from meetings.replies import before_the_draw, standing_of
from meetings.services.draw_day import is_in_time
from meetings.services.invitations import Workshop, about
from meetings.services.may_know import (
    say_who_may_know,
    who_may_know,
    who_thought_of,
)
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import today_at
from meetings.services.seats import answer, ask
from meetings.services.wrong_hands import say_not_theirs

BY_PHONE = "phone:reply"
# Sent by the button “This is not me”, and in the address of what is said then.
NOT_ME = "not-me"


@access(Who.HOLDER, twin=BY_PHONE)
def invitation_link(request: HttpRequest, token: str) -> HttpResponse:
    """“Somebody has an invitation”: no name before they say that it is them."""
    invitation = invitation_of_link(token)
    if invitation is None:
        return closed(request, "unknown")
    why = why_closed(invitation)
    if why:
        return closed(request, why, invitation)
    if NOT_ME in request.POST:
        say_not_theirs(invitation)
        response = redirect(f"{request.path}?{NOT_ME}")
        give_back(response, PURPOSE, invitation.pk)
        return response
    if request.method == "POST":
        response = redirect("meetings:invitation", invitation_id=invitation.pk)
        grant(response, PURPOSE, invitation.pk, invitation.generation)
        return response
    _frame(request, invitation)
    words = {"invitation": invitation, "is_other": NOT_ME in request.GET}
    return render(request, "meetings/invitation_link.html", words)


@access(Who.HOLDER, twin=BY_PHONE)
def invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The reply, on one page; once given, what happens next and how to change it."""
    held = held_invitation(request, invitation_id)
    if held is None:
        return closed(request, "asleep")
    why = why_closed(held)
    if why:
        return closed(request, why, held)
    _frame(request, held)
    seat = _seat(held)
    replied = seat is not None and seat.reply != Reply.ASKED
    if request.method == "POST":
        return _take_reply(request, held, seat)
    if replied and "change" not in request.GET:
        return render(request, "meetings/invitation_answered.html", _next(held, seat))
    return _ask(request, held, _form(held, initial=_first(held, seat)))


@access(Who.HOLDER, twin=BY_PHONE)
def invitation_calendar(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Both dates as a file for a calendar."""
    held = held_invitation(request, invitation_id)
    if held is None or why_closed(held):
        return closed(request, "asleep")
    seat = _seat(held)
    sure = seat is not None and seat.reply == Reply.COMING
    meetings = [one for one in (held.meeting, held.meeting.followed_by) if one]
    file = calendar_of(
        event_of(one, status=CONFIRMED if sure else TENTATIVE) for one in meetings
    )
    return HttpResponse(
        file,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="workshop.ics"'},
    )


@access(Who.HOLDER, twin=BY_PHONE)
def leave_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """“This is not me”, or done on a shared device: this browser forgets it."""
    response = redirect("meetings:go")
    if request.method == "POST":
        give_back(response, PURPOSE, invitation_id)
    return response


def _seat(held: Invitation) -> Seat | None:
    seats = Seat.objects.of(held.centre).filter(meeting=held.meeting)
    return seats.filter(person=held.person).first()


def _take_reply(
    request: HttpRequest, held: Invitation, seat: Seat | None
) -> HttpResponse:
    if "keep" in request.POST:  # the other language was chosen in the middle
        return _ask(request, held, _form(held, initial=_typed(request)))
    form = _form(held, request.POST)
    if not form.is_valid():
        return _ask(request, held, form)
    try:
        _answer(held, seat, form)
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return _ask(request, held, form)
    call_person(held.person, name=form.cleaned_data["called"])
    say_who_may_know(
        held.person,
        form.chosen,
        of=who_thought_of(held.person, held),
        how=held.channel,
        by=None,
    )
    return redirect("meetings:invitation", invitation_id=held.pk)


def _form(held: Invitation, data: Any = None, **first: Any) -> ReplyForm:
    """Who was thought of is also asked who may know that they came."""
    providers = who_thought_of(held.person, held)
    return ReplyForm(data, providers=providers, **first)


def _answer(held: Invitation, seat: Seat | None, form: ReplyForm) -> None:
    said = form.cleaned_data
    answer(
        seat or ask(held.meeting, held.person),
        say=Say(said["say"]),
        by=None,
        how=Channel(held.channel),
        companions=said["companions"],
        needs=form.wishes(),
        helped_by=said["helped_by"],
        decline_reason=said["decline_reason"],
    )


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed so far, neither checked nor saved."""
    typed: dict[str, Any] = request.POST.dict()
    for several in ("needs", "may_know"):
        typed[several] = request.POST.getlist(several)
    return typed


def _first(held: Invitation, seat: Seat | None) -> dict[str, Any]:
    declined = held.state == InvitationState.DECLINED
    before = said_before(seat, not_coming=Say.NO if declined else Say.LATER)
    known = [str(one.to_whom_id) for one in who_may_know(held.person)]
    own = {"called": held.person.first_name, "decline_reason": held.decline_reason}
    return {**own, "may_know": known, **before}


def _ask(request: HttpRequest, held: Invitation, form: ReplyForm) -> HttpResponse:
    words = about(held.meeting)
    form.explain(hints(words))
    shown = {"form": form, "language_form": "reply", **_words(held, words)}
    return render(request, "meetings/invitation.html", shown)


def _words(held: Invitation, words: Workshop) -> dict[str, Any]:
    return {
        "invitation": held,
        "person": held.person,
        "workshop": words,
        "meeting": words.meeting,
        "second": words.second,
    }


def _next(held: Invitation, seat: Seat | None) -> dict[str, Any]:
    return {
        **_words(held, about(held.meeting)),
        "seat": seat,
        "standing": standing_of(seat) if seat else None,
        "declined": held.state == InvitationState.DECLINED,
        # On one of many equal letters their own numbers do not stand.
        "own_code": digits_for(PURPOSE, held.pk) if held.counted_id else "",
    }


def hints(words: Workshop) -> dict[str, str]:
    """What each of the four answers leads to, with its day."""
    said = {
        Say.LATER.value: _("We ask you again next time."),
        Say.NO.value: _("That is fine. We will not ask again."),
    }
    if words.meeting.confirmed_at:
        said[Say.YES.value] = _("If all places are taken, you are on the waiting list.")
    elif words.told_by and words.reply_by:
        said[Say.YES.value] = _yes_before_the_draw(words.meeting, words.told_by)
        if is_in_time(words.meeting, today_at(words.meeting.centre)):
            said[Say.MAYBE.value] = _("You can tell us until %(day)s.") % {
                "day": day_in_words(words.reply_by)
            }
    return said


def _yes_before_the_draw(workshop: Meeting, told_by: date) -> str:
    if not is_in_time(workshop, today_at(workshop.centre)):
        return before_the_draw(workshop)
    words = _(
        "We tell everybody on %(day)s. If more people say yes than there is room, we "
        "draw lots."
    )
    return words % {"day": day_in_words(told_by)}


def closed(
    request: HttpRequest,
    why: str,
    invitation: Invitation | None = None,
    *,
    status: int = 404,
) -> HttpResponse:
    """A kind page with the next step, and nothing about anybody."""
    if invitation:
        _frame(request, invitation)
        status = 410
    return render(
        request, "meetings/invitation_closed.html", {"why": why}, status=status
    )


def _frame(request: HttpRequest, invitation: Invitation) -> None:
    """The page belongs to the centre of the invitation, which its address leaves out."""
    request.page_centre = invitation.centre  # type: ignore[attr-defined]  # read by the frame
