"""The papers of a day: had made, taken to the printer. For staff and whoever hosts."""

from __future__ import annotations

from django.core.files.storage import storages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import never_cache

from champions.paper import can_make_pdf
from champions.permissions import CentreRequest, access
from champions.services.views_log import note_view
from meetings.day_papers import STYLE, html_of, papers_of
from meetings.enums import MeetingState
from meetings.models import DayPapers, Meeting
from meetings.permissions import TABLE
from meetings.services.papers import are_true, ask_for_papers, note_printed
from meetings.views.meetings import SHEET, meeting_of


def hosted(request: CentreRequest, meeting_id: int) -> Meeting:
    """A gathering that this visitor prints for: staff, hosts, and who leads the talk."""
    meeting = meeting_of(request, meeting_id)
    person = request.visit.person
    is_host = person is not None and (
        meeting.chair_id == person.pk or meeting.hosts.filter(pk=person.pk).exists()
    )
    if not (request.visit.is_staff or is_host):
        raise Http404
    return meeting


@never_cache
@access(*TABLE, twin=SHEET)
def papers(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """Print them: with one press, when they are made and true; else they are made, and
    this page shows how far that is."""
    meeting = hosted(request, meeting_id)
    made = DayPapers.objects.of(meeting.centre).filter(meeting=meeting).first()
    is_true = made is not None and are_true(made)
    if request.method != "POST":
        shown = {
            "meeting": meeting,
            "centre": meeting.centre,
            "papers": made,
            "is_true": is_true,
            "is_working": _is_working(made),
            "can_make_pdf": can_make_pdf(),
        }
        return render(request, "meetings/papers.html", shown)
    if made and is_true:
        return _file(request, made)
    if meeting.state in (MeetingState.ANNOUNCED, MeetingState.HELD):
        ask_for_papers(meeting, by=request.user)
    return redirect("meetings:papers", meeting.centre.slug, meeting.pk)


def _is_working(papers: DayPapers | None) -> bool:
    return bool(
        papers and papers.made_at is None and not papers.is_given_up and can_make_pdf()
    )


def _file(request: CentreRequest, papers: DayPapers) -> HttpResponse:
    """The PDF, as a download: nothing of it stays open in a tab."""
    _note_names(request, papers.meeting)
    note_printed(papers, by=request.user)
    name = f"{papers.centre.slug}-{papers.meeting.on.isoformat()}.pdf"
    with storages["private"].open(papers.file_name) as kept:
        file = HttpResponse(kept.read(), content_type="application/pdf")
    file["Content-Disposition"] = f'attachment; filename="{name}"'
    return file


@never_cache
@access(*TABLE, twin=SHEET)
def papers_page(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """The same papers as a page of the browser, to print from there."""
    meeting = hosted(request, meeting_id)
    _note_names(request, meeting)
    return HttpResponse(html_of(papers_of(meeting), style=static(STYLE)))


def _note_names(request: CentreRequest, meeting: Meeting) -> None:
    seats = meeting.seats.select_related("person")
    note_view(request, [seat.person for seat in seats])
