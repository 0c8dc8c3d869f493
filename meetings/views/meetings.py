"""Get-togethers: the list, and the one page for equals with agenda, promises, notes,
who came, and the next one."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from champions.enums import Channel
from champions.models import Circle
from champions.permissions import CentreRequest, access
from champions.services.views_log import note_view
from meetings import agenda, people_at
from meetings.at_the_table import table_parts
from meetings.balance import balance_of
from meetings.cadence import KIND_OF
from meetings.day_papers import sheet_rows
from meetings.enums import MeetingState, Say, Strand
from meetings.forms.gatherings import AgendaForm, NotesForm, PromiseForm
from meetings.forms.seats import SeatForm
from meetings.forms.welcoming import YesForm
from meetings.headings import heading_of
from meetings.models import Meeting, Rhythm, Seat
from meetings.permissions import (
    TABLE,
    centre_of,
    circles_of,
    gatherings_of,
    sees_staff_part,
)
from meetings.replies import standing_of
from meetings.rhythm_words import how_we_meet
from meetings.services.agreeing import is_to_be_agreed
from meetings.services.booking import last_good_day, proposals
from meetings.services.circle_seats import staff_of
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import next_of, policy_of, rhythm_of, today_at
from meetings.services.seats import answer, ask
from meetings.services.welcoming import could_become_champions

SHEET = "print:meetings:sheet"
PAST_SHOWN = 12
OVER = (MeetingState.HELD, MeetingState.CANCELLED)
TAKES_PLACE = (MeetingState.ANNOUNCED, MeetingState.HELD)


def meeting_of(request: CentreRequest, meeting_id: int) -> Meeting:
    """A gathering that this visitor sits at; any other is not found."""
    rows = gatherings_of(request.visit, request.user)
    related = (
        "centre",
        "circle__centre",
        "chair",
        "notes_by",
        "notes_sent_by",
        "followed_by",
    )
    return get_object_or_404(rows.select_related(*related), pk=meeting_id)


def circle_of(request: CentreRequest, circle_id: int) -> Circle:
    """An open group of this visitor; any other is not found."""
    circles = circles_of(request.visit, request.user).open()
    return get_object_or_404(circles.select_related("centre"), pk=circle_id)


def to_page(meeting: Meeting, part: str = "") -> HttpResponse:
    response = redirect("meetings:detail", meeting.centre.slug, meeting.pk)
    response["Location"] += part
    return response


@access(*TABLE, twin=SHEET)
def meeting_list(request: CentreRequest) -> HttpResponse:
    """What is to come, the groups that need a date, and what was."""
    centre = centre_of(request.visit)
    rows = gatherings_of(request.visit, request.user).select_related("circle")
    ahead = [MeetingState.ANNOUNCED, MeetingState.DRAFT]
    today = today_at(centre)
    shown = {
        "centre": centre,
        "coming": rows.filter(on__gte=today, state__in=ahead).order_by("starts_at"),
        "past": rows.filter(Q(on__lt=today) | Q(on=today, state__in=OVER))
        .exclude(state=MeetingState.DRAFT)
        .order_by("-starts_at")[:PAST_SHOWN],
        "without_date": _without_date(request),
        "circles": circles_of(request.visit, request.user).open(),
    }
    return render(request, "meetings/meeting_list.html", shown)


def _without_date(request: CentreRequest) -> list[Circle]:
    """Groups of this visitor that meet and have no next date."""
    circles = circles_of(request.visit, request.user).open()
    dated = Meeting.objects.of(centre_of(request.visit)).upcoming()
    dated = dated.setting_the_clock().filter(strand=Strand.CIRCLE)
    dated = dated.filter(circle__isnull=False)
    quiet = Rhythm.objects.of(centre_of(request.visit)).exclude(stage__in=KIND_OF)
    return list(
        circles.exclude(pk__in=dated.values("circle")).exclude(
            pk__in=quiet.filter(strand=Strand.CIRCLE).values("circle")
        )
    )


@access(*TABLE, twin=SHEET)
def detail(request: CentreRequest, meeting_id: int) -> HttpResponse:
    return page(request, meeting_of(request, meeting_id))


def page(request: CentreRequest, meeting: Meeting, **forms: Any) -> HttpResponse:
    """The whole page; `forms` are those that came back with a problem."""
    staff_part = sees_staff_part(request, request.visit)
    today = today_at(meeting.centre)
    seats = people_at.seats_of(meeting)
    needs = people_at.needs_of(meeting)
    rows = agenda.agenda_of(meeting, for_staff=staff_part)
    note_view(request, [seat.person for seat in seats if seat.person])
    shown = {
        "centre": meeting.centre,
        "meeting": meeting,
        "heading": heading_of(meeting),
        "agenda": rows,
        "promises": agenda.promise_lines(meeting, today),
        "counts": people_at.counts_in_words(seats),
        "came": people_at.came_in_words(seats),
        "needs": people_at.needs_in_words(needs),
        "own": _own_seat(request, seats),
        "has_come": meeting.on <= today,
        "tick_lists": people_at.tick_lists(meeting, seats),
        "might_be_called": people_at.might_be_called(seats),
        "yes_form": YesForm(seats=could_become_champions(meeting)),
        "agenda_form": AgendaForm(),
        "notes_form": NotesForm(initial=_notes(meeting)),
        "promise_form": promise_form(meeting),
        "staff_part": staff_part,
        "open_needs": [
            (people_at.need_in_words(need), need.looked_after_by)
            for need in needs
            if need.arranged_at is None
        ],
        "has_needs": bool(needs),
        "balance": balance_of(meeting) if staff_part else None,
        "next": _next(meeting, request),
        "agreeing": _agreeing(meeting),
    }
    shown |= table_parts(meeting, request.visit, rows=rows)
    return render(request, "meetings/meeting_detail.html", shown | forms)


def _notes(meeting: Meeting) -> dict[str, Any]:
    return {"notes": meeting.notes, "version": meeting.notes_version}


def promise_form(meeting: Meeting, data: Any = None) -> PromiseForm:
    staff = (
        set(staff_of(meeting.circle).values_list("pk", flat=True))
        if meeting.circle
        else set()
    )
    # The agenda's field on the same page is called by the same name.
    named = "id_promise_%s"
    return PromiseForm(data, meeting=meeting, staff_ids=staff, auto_id=named)


def _own_seat(request: CentreRequest, seats: list[Seat]) -> dict[str, Any] | None:
    person = request.visit.person
    seat = next((s for s in seats if person and s.person_id == person.pk), None)
    return {"seat": seat, "standing": standing_of(seat)} if seat else None


def _agreeing(meeting: Meeting) -> dict[str, Any] | None:
    """Once the get-together has come at which the group talks about how often it
    meets, or where it agreed."""
    has_come = meeting.on <= today_at(meeting.centre)
    if meeting.circle is None or not has_come or meeting.state not in TAKES_PLACE:
        return None
    rhythm, is_open = rhythm_of(meeting.circle), is_to_be_agreed(meeting)
    if not is_open and rhythm.agreed_on != meeting.on:
        return None
    how = how_we_meet(rhythm, policy_of(meeting.centre))
    return {"how": how, "is_open": is_open}


def _next(meeting: Meeting, request: CentreRequest) -> dict[str, Any] | None:
    """The group's next date; or, once this one is over, three days to choose from and
    what is taken along."""
    circle = meeting.circle
    if circle is None:
        return None
    booked = next_of(circle, meeting.strand, after=meeting)
    if booked:
        return {"booked": booked}
    is_ahead = meeting.state == MeetingState.ANNOUNCED and not meeting.has_begun
    stage = rhythm_of(circle, meeting.strand).stage
    if is_ahead or stage not in KIND_OF:
        return None
    days = proposals(circle, today_at(circle.centre), meeting.strand)
    return {
        "proposals": days,
        "strand": meeting.strand,
        "asks_reason": any(day.needs_reason for day in days),
        "last_good_day": last_good_day(circle, meeting.strand),
        "ideas": len(agenda.waiting_ideas(circle, today_at(circle.centre))),
        "promises": agenda.open_promises(circle),
    }


@access(*TABLE, twin="phone:reply")
def reply(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """One's own reply: with one press on the page, or here with what would help."""
    meeting = meeting_of(request, meeting_id)
    seat = _seat_for(request, meeting)
    if seat is None:
        return to_page(meeting)
    form = SeatForm(request.POST or None, seat=seat)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        # A press on the page speaks of nothing but the reply.
        spoken = "full" in request.POST
        try:
            answer(
                seat,
                say=Say(said["say"]),
                by=None,
                how=Channel.EMAIL,
                companions=said["companions"] if spoken else seat.companions,
                needs=form.wishes() if spoken else None,
                helped_by=said["helped_by"],
            )
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            return to_page(meeting)
    shown = {"form": form, "meeting": meeting, "centre": meeting.centre, "seat": seat}
    return render(request, "meetings/reply_form.html", shown)


def _seat_for(request: CentreRequest, meeting: Meeting) -> Seat | None:
    """The visitor's seat; asking for it makes one only when they send a reply."""
    person = request.visit.person
    if person is None or not meeting.takes_replies:
        return None
    known = Seat.objects.of(meeting.centre).filter(meeting=meeting, person=person)
    seat = known.select_related("meeting", "person").first()
    if seat or request.method != "POST":
        return seat or Seat(centre=meeting.centre, meeting=meeting, person=person)
    return ask(meeting, person, by=request.user)


@access(*TABLE, twin="none: it is the paper twin")
def sheet(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """The get-together on paper: agenda, who came, promises, notes, the next one. No
    word about anybody's health or needs."""
    meeting = meeting_of(request, meeting_id)
    seats = people_at.seats_of(meeting)
    note_view(request, [seat.person for seat in seats if seat.person])
    shown = {
        "centre": meeting.centre,
        "meeting": meeting,
        "heading": heading_of(meeting),
        "agenda": agenda.agenda_of(meeting, for_staff=False),
        "promises": agenda.lines_on_paper(meeting),
        "thanks": meeting.thanks.select_related("to"),
        "parts": meeting.parts.order_by("number"),
        "rows": sheet_rows(meeting, seats),
        "empty_rows": range(6),
    }
    return render(request, "meetings/sheet.html", shown)
