"""Typing the printed sheet back: row by row by its codes, who was not on it, and who
that was."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.permissions import CentreRequest, access
from champions.sent_ids import sent_id, sent_ids
from champions.services.views_log import note_view
from meetings.forms.sheets import CodesForm, NotOnTheSheetForm, WhoForm
from meetings.models import Meeting, Seat
from meetings.people_at import names_of, seats_of
from meetings.permissions import STAFF, TABLE
from meetings.services.attendance import link_walk_in, walk_in
from meetings.services.desk import MOST_FOUND, find_people
from meetings.services.refusals import RefusedError
from meetings.services.sheets import Mark, counts, take_back, type_back
from meetings.views.dates import ONLY_STAFF
from meetings.views.meetings import SHEET, meeting_of


@access(*TABLE, twin=SHEET)
def sheet_back(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """One field for the codes, how many came by now, and undo."""
    meeting = meeting_of(request, meeting_id)
    if request.method != "POST":
        return _page(request, meeting)
    try:
        if "undo" in request.POST:
            return _undo(request, meeting)
        if "first_name" in request.POST:
            return _add(request, meeting)
        return _type(request, meeting)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return _back(meeting)


def _page(request: CentreRequest, meeting: Meeting, **forms: Any) -> HttpResponse:
    part = {"part": request.GET.get("part", "all")}
    seats = seats_of(meeting)
    names = names_of(seats)
    marks = _marks(request.GET, "new")
    done = [names[pk] for pk in sent_ids(request.GET, "row") if pk in names]
    shown_people = [seat.person for seat in seats if names[seat.pk] in done]
    note_view(request, shown_people)
    shown = {
        "meeting": meeting,
        "centre": meeting.centre,
        "codes_form": CodesForm(meeting=meeting, initial=part),
        "new_form": NotOnTheSheetForm(meeting=meeting, initial=part, auto_id="new-%s"),
        "done": ", ".join(done),
        "undo": [f"{seat}-{part}" for seat, part in marks],
        "part": part["part"],
        "counts": counts(meeting),
        "without_a_reply": [
            seat for seat in seats if seat.walked_in and seat.person is None
        ],
    }
    return render(request, "meetings/sheet_back.html", shown | forms)


def _type(request: CentreRequest, meeting: Meeting) -> HttpResponse:
    form = CodesForm(request.POST, meeting=meeting)
    if not form.is_valid():
        return _page(request, meeting, codes_form=form, form=form)
    typed = form.cleaned_data["codes"]
    said = type_back(meeting, typed, parts=form.chosen(), by=request.user)
    query = {
        "row": said.seats,
        "new": [f"{seat}-{part}" for seat, part in said.new],
        "part": form.cleaned_data.get("part") or "all",
    }
    if not said.unknown:
        return _back(meeting, query)
    request.GET = QueryDict(urlencode(query, doseq=True))
    wrong = CodesForm(
        {"codes": " ".join(said.unknown), "part": query["part"]}, meeting=meeting
    )
    wrong.add_error("codes", _unknown(said.unknown))
    return _page(request, meeting, codes_form=wrong, form=wrong)


def _unknown(codes: list[str]) -> str:
    words = ngettext(
        "%(codes)s is not on this sheet. Please look at the five numbers again.",
        "%(codes)s are not on this sheet. Please look at the five numbers again.",
        len(codes),
    )
    return words % {"codes": ", ".join(codes)}


def _add(request: CentreRequest, meeting: Meeting) -> HttpResponse:
    form = NotOnTheSheetForm(request.POST, meeting=meeting, auto_id="new-%s")
    if not form.is_valid():
        return _page(request, meeting, new_form=form, form=form)
    said = form.cleaned_data
    for part in form.chosen():
        seat = walk_in(
            meeting,
            first_name=said["first_name"],
            part=part,
            by=request.user,
            submission=said["submission"],
        )
    return _back(meeting, {"row": [seat.pk], "part": said.get("part") or "all"})


def _undo(request: CentreRequest, meeting: Meeting) -> HttpResponse:
    if take_back(meeting, _marks(request.POST, "undo"), by=request.user):
        messages.success(request, _("Taken back."))
    return _back(meeting, {"part": request.POST.get("part", "all")})


def _back(meeting: Meeting, query: dict[str, Any] | None = None) -> HttpResponse:
    response = redirect("meetings:sheet_back", meeting.centre.slug, meeting.pk)
    response["Location"] += f"?{urlencode(query, doseq=True)}" if query else ""
    return response


def _marks(sent: QueryDict, name: str) -> list[Mark]:
    pairs = [value.partition("-") for value in sent.getlist(name)]
    return [(sent_id(seat), sent_id(part)) for seat, _dash, part in pairs]


@access(*STAFF, twin=ONLY_STAFF)
def who_walked_in(
    request: CentreRequest, meeting_id: int, seat_id: int
) -> HttpResponse:
    """Somebody came without a reply: found among the people of the centre, and linked."""
    meeting = meeting_of(request, meeting_id)
    rows = meeting.seats.filter(walked_in=True, person=None)
    seat = get_object_or_404(rows.select_related("centre"), pk=seat_id)
    form = WhoForm(request.POST or None, initial={"words": seat.guest_name})
    found = []
    if request.method == "POST" and form.is_valid():
        found = find_people(meeting.centre, form.cleaned_data["words"])
        if "person" in request.POST:
            return _link(request, seat, found)
        note_view(request, found)
    shown = {
        "meeting": meeting,
        "centre": meeting.centre,
        "seat": seat,
        "form": form,
        "found": found[:MOST_FOUND],
        "too_many": len(found) > MOST_FOUND,
        "looked": request.method == "POST",
    }
    return render(request, "meetings/who_walked_in.html", shown)


def _link(request: CentreRequest, seat: Seat, found: list[Any]) -> HttpResponse:
    """Only somebody who was found by these words: nobody is looked up by number."""
    chosen = request.POST["person"]
    person = next((one for one in found if str(one.pk) == chosen), None)
    if person is None:
        raise Http404
    try:
        link_walk_in(seat, person=person, by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Linked: %(name)s.") % {"name": person})
    return _back(seat.meeting)
