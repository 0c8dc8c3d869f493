"""The dates of a group: booking the next one; for staff also moving, calling off and
the places."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from champions.models import Circle
from champions.permissions import CentreRequest, access
from meetings.enums import Strand
from meetings.forms.gatherings import (
    CancelForm,
    CancelWorkshopForm,
    PlacesForm,
    WhenForm,
)
from meetings.models import Capacity, Meeting
from meetings.permissions import STAFF, TABLE
from meetings.services.booking import (
    Proposal,
    book_next,
    last_good_day,
    proposals,
    usual_of,
)
from meetings.services.closed_days import kind_word
from meetings.services.gatherings import cancel_meeting
from meetings.services.moving import last_good_day_for, move_meeting
from meetings.services.places import held, widen
from meetings.services.refusals import ReasonOwedError, RefusedError
from meetings.services.rhythms import today_at
from meetings.services.workshops import call_off_workshop, second_to_settle
from meetings.views.meetings import SHEET, circle_of, meeting_of, to_page

ONLY_STAFF = "none: only staff do this, for everybody"


@access(*TABLE, twin=SHEET)
def book(request: CentreRequest, circle_id: int) -> HttpResponse:
    """The next get-together: one press on a proposed day, or another day in words."""
    circle, strand = circle_of(request, circle_id), _strand(request)
    days = proposals(circle, today_at(circle.centre), strand)
    like = usual_of(circle, strand)
    last = last_good_day(circle, strand)
    form = WhenForm(
        _booking(request, circle, like) or None,
        initial=_first(like, days),
        last_good_day=last,
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            meeting = book_next(circle, by=request.user, strand=strand, **said)
        except RefusedError as refused:
            _add_refusal(form, refused)
        else:
            messages.success(request, _("The date stands. Everybody is asked."))
            _say_kindly(request, meeting)
            return to_page(meeting)
    shown = {
        "form": form,
        "circle": circle,
        "centre": circle.centre,
        "strand": strand,
        "proposals": days,
        "asks_reason": any(day.needs_reason for day in days),
        "last_good_day": last,
    }
    return render(request, "meetings/book_form.html", shown)


def _strand(request: CentreRequest) -> str:
    """Whose get-together: that of the whole group, unless the address names another."""
    named = request.GET.get("strand", "")
    return named if named in Strand.values else Strand.CIRCLE


def _add_refusal(form: WhenForm, refused: RefusedError) -> None:
    """Beside the field that mends it, where there is one."""
    owes = isinstance(refused, ReasonOwedError)
    form.add_error("later_reason" if owes else None, str(refused))


def _say_kindly(request: CentreRequest, meeting: Meeting) -> None:
    if word := kind_word(meeting.centre, meeting.on):
        messages.info(request, word)


def _first(like: Meeting | None, days: list[Proposal]) -> dict[str, Any]:
    first: dict[str, Any] = {"on": days[0].on} if days else {}
    if like:
        first |= {"at": like.at, "until": like.until, "place": like.place}
    return first


def _booking(
    request: CentreRequest, circle: Circle, like: Meeting | None
) -> dict[str, Any]:
    """What was sent; one press on a day sends no time or place: the usual ones."""
    if request.method != "POST":
        return {}
    usual = {"place": circle.centre.name, "at": "14:00", "until": "16:00"}
    if like:
        usual = {
            "place": like.place,
            "at": like.at.isoformat("minutes"),
            "until": like.until.isoformat("minutes"),
        }
    return usual | request.POST.dict()


@access(*STAFF, twin=ONLY_STAFF)
def move(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """Another day, time or place; everybody who did not say no is told."""
    meeting = meeting_of(request, meeting_id)
    last = last_good_day_for(meeting)
    form = WhenForm(request.POST or None, instance=meeting, last_good_day=last)
    if request.method == "POST" and form.is_valid():
        # As it was when the form was opened: a change in between is refused.
        meeting.sequence = _number(request.POST.get("sequence", ""))
        try:
            moved = move_meeting(meeting, by=request.user, **form.cleaned_data)
        except RefusedError as refused:
            _add_refusal(form, refused)
        else:
            messages.success(request, _("It is moved. Everybody will hear of it."))
            _say_kindly(request, moved)
            return to_page(moved)
    return _show(request, "meetings/move_form.html", meeting, form=form)


def _number(sent: str) -> int:
    return int(sent) if sent.isdecimal() else -1


@access(*STAFF, twin=ONLY_STAFF)
def cancel(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """Call it off; everybody who did not say no is told, and a new date is proposed."""
    meeting = meeting_of(request, meeting_id)
    second = second_to_settle(meeting)
    form = (CancelWorkshopForm if second else CancelForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _call_off(request, meeting, form)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is called off. Everybody will hear of it."))
            return to_page(meeting, "#next")
    return _show(
        request, "meetings/cancel_form.html", meeting, form=form, second=second
    )


def _call_off(request: CentreRequest, meeting: Meeting, form: CancelForm) -> None:
    why, second = form.cleaned_data["why"], form.cleaned_data.get("second")
    if second is None:
        cancel_meeting(meeting, why=why, by=request.user)
        return
    with_second = second == CancelWorkshopForm.CANCEL
    call_off_workshop(meeting, why=why, with_second=with_second, by=request.user)


@access(*STAFF, twin=ONLY_STAFF)
def places(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """How many places each part has, one number to change at a time."""
    meeting = meeting_of(request, meeting_id)
    rows = Capacity.objects.of(meeting.centre).filter(part__meeting=meeting)
    rows = rows.select_related("part").order_by("part__number", "audience")
    sent = request.POST.get("capacity", "")
    forms = [(row, _places_form(request, row, sent)) for row in rows]
    for row, form in forms:
        if form.is_bound and form.is_valid() and _widened(request, meeting, row, form):
            return to_page(meeting)
    shown = [(row, form, held(meeting, row.audience)) for row, form in forms]
    bad = next((form for _row, form in forms if form.is_bound), None)
    return _show(request, "meetings/places_form.html", meeting, rows=shown, form=bad)


def _places_form(request: CentreRequest, row: Capacity, sent: str) -> PlacesForm:
    prefix = f"c{row.pk}"
    if request.method == "POST" and sent == str(row.pk):
        return PlacesForm(request.POST, prefix=prefix)
    return PlacesForm(initial={"places": row.places}, prefix=prefix)


def _widened(
    request: CentreRequest, meeting: Meeting, row: Capacity, form: PlacesForm
) -> bool:
    try:
        widen(
            meeting,
            part=row.part,
            audience=row.audience,
            places=form.cleaned_data["places"],
            by=request.user,
        )
    except RefusedError as refused:
        form.add_error("places", str(refused))
        return False
    messages.success(request, _("The number of places is changed."))
    return True


def _show(
    request: CentreRequest, template: str, meeting: Meeting, **words: Any
) -> HttpResponse:
    shown = {"meeting": meeting, "centre": meeting.centre, **words}
    return render(request, template, shown)
