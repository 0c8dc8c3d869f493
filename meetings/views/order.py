"""The order of the agenda, who leads the talk, and the agenda on paper in large print."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from champions.only_sent import only_sent
from champions.permissions import CentreRequest, access
from champions.services.views_log import note_view
from meetings import agenda
from meetings.at_the_table import has_table, people_at_table
from meetings.forms.table import ChairForm
from meetings.headings import heading_of
from meetings.models import AgendaItem
from meetings.permissions import TABLE, sees_staff_part
from meetings.services.minutes import choose_chair, put_on_agenda, take_off_agenda
from meetings.views.meetings import SHEET, meeting_of, page, to_page


@access(*TABLE, twin=SHEET)
@only_sent
def order(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """One thing before or after its neighbour, by buttons: no dragging."""
    meeting = meeting_of(request, meeting_id)
    staff_part = sees_staff_part(request, request.visit)
    rows = agenda.agenda_of(meeting, for_staff=staff_part)
    before = request.POST.get("before", "")
    put_on_agenda(
        meeting,
        request.POST.get("key", ""),
        beside=before or request.POST.get("after", ""),
        before=bool(before),
        keys=[row.key for row in rows],
        by=request.user,
    )
    response = to_page(meeting)
    response["Location"] += "?order=1#order"
    return response


@access(*TABLE, twin=SHEET)
@only_sent
def agenda_off(request: CentreRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Who added something takes it off again; staff may for anybody."""
    meeting = meeting_of(request, meeting_id)
    items = AgendaItem.objects.of(meeting.centre).filter(meeting=meeting)
    if not request.visit.is_staff:
        items = items.filter(person=request.visit.person, person__isnull=False)
    take_off_agenda(get_object_or_404(items, pk=item_id), by=request.user)
    return to_page(meeting, "#agenda")


@access(*TABLE, twin=SHEET)
@only_sent
def chair(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """A champion or somebody of staff leads the talk."""
    meeting = meeting_of(request, meeting_id)
    if not has_table(meeting):
        return to_page(meeting)
    people = people_at_table(meeting)
    form = ChairForm(request.POST, meeting=meeting, people=people)
    if not form.is_valid():
        return page(request, meeting, chair_form=form, form=form)
    said = form.cleaned_data
    done = choose_chair(meeting, chair=said["chair"], was=said["was"], by=request.user)
    if not done:
        name = meeting.chair.first_name if meeting.chair else _("Nobody")
        words = _("Somebody has just chosen: %(name)s. Please look again.")
        messages.warning(request, words % {"name": name})
    return to_page(meeting)


@access(*TABLE, twin="print:meetings:agenda_print")
def agenda_print(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """What we talk about, large enough to be read by everybody around a table."""
    meeting = meeting_of(request, meeting_id)
    promises = agenda.lines_on_paper(meeting)
    note_view(request, [one.promise.person for one in promises if one.promise.person])
    shown = {
        "centre": meeting.centre,
        "meeting": meeting,
        "heading": heading_of(meeting),
        "agenda": agenda.agenda_of(meeting, for_staff=False),
        "promises": promises,
    }
    return render(request, "meetings/agenda_print.html", shown)
