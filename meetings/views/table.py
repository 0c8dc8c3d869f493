"""What anybody of the group writes at a get-together: notes, agenda, promises, who
came, that it took place."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from champions.permissions import CentreRequest, access
from ideas.models import Promise
from ideas.permissions import can_end_promise
from ideas.services.promises import keep_promise, make_promise
from meetings import people_at
from meetings.forms.gatherings import AgendaForm, NotesForm
from meetings.forms.welcoming import YesForm
from meetings.models import Meeting, Part
from meetings.permissions import TABLE
from meetings.services.attendance import mark_attendance, walk_in
from meetings.services.gatherings import hold_meeting
from meetings.services.minutes import add_agenda_item, keep_notes
from meetings.services.refusals import RefusedError
from meetings.services.welcoming import could_become_champions, hear_yes
from meetings.views.meetings import SHEET, meeting_of, page, promise_form, to_page


@access(*TABLE, twin=SHEET)
@require_POST
def notes(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """Keep the notes. When somebody kept others meanwhile, both texts are shown and
    nothing is lost."""
    meeting = meeting_of(request, meeting_id)
    form = NotesForm(request.POST)
    if not form.is_valid():
        return page(request, meeting, notes_form=form, form=form)
    mine = form.cleaned_data["notes"]
    kept = keep_notes(
        meeting,
        notes=mine,
        version=form.cleaned_data["version"],
        person=request.visit.person,
        by=request.user,
    )
    if kept.is_kept:
        messages.success(request, _("The notes are kept."))
        return to_page(meeting, "#notes")
    again = NotesForm(initial={"notes": mine, "version": kept.version})
    return page(request, meeting, notes_form=again, their_notes=kept.theirs)


@access(*TABLE, twin=SHEET)
@require_POST
def agenda_item(request: CentreRequest, meeting_id: int) -> HttpResponse:
    meeting = meeting_of(request, meeting_id)
    form = AgendaForm(request.POST)
    if not form.is_valid():
        return page(request, meeting, agenda_form=form, form=form)
    words = form.cleaned_data["words"]
    add_agenda_item(meeting, words=words, person=request.visit.person, by=request.user)
    return to_page(meeting, "#agenda")


@access(*TABLE, twin=SHEET)
@require_POST
def promise(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """Somebody said that they will do something: it stands in the open."""
    meeting = meeting_of(request, meeting_id)
    form = promise_form(meeting, request.POST)
    if not form.is_valid():
        return page(request, meeting, promise_form=form, form=form)
    said = form.cleaned_data
    make_promise(
        meeting.centre,
        words=said["words"],
        by=request.user,
        person=said["who"],
        by_staff=said["by_staff"],
        due_on=said["due_on"],
        circle=meeting.circle,
    )
    return to_page(meeting, "#promises")


@access(*TABLE, twin=SHEET)
@require_POST
def promise_kept(
    request: CentreRequest, meeting_id: int, promise_id: int
) -> HttpResponse:
    """“It is done”: by whoever promised, or by staff for anybody."""
    meeting = meeting_of(request, meeting_id)
    promises = Promise.objects.of(meeting.centre).filter(circle=meeting.circle)
    found = get_object_or_404(promises, pk=promise_id)
    if not can_end_promise(request.visit, found):
        raise Http404
    keep_promise(found, by=request.user)
    return to_page(meeting, "#promises")


@access(*TABLE, twin=SHEET)
@require_POST
def attendance(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """Who came to a part. Only what was changed on this screen is written, so that
    two people ticking at once add up; sending it twice changes nothing."""
    meeting = meeting_of(request, meeting_id)
    part = _part(meeting, request.POST)
    name = request.POST.get("first_name", "").strip()[:80]
    try:
        if name:
            once = one_time_number(request.POST)
            walk_in(
                meeting, first_name=name, part=part, by=request.user, submission=once
            )
        changes = _changes(meeting, part, request.POST)
        mark_attendance(meeting, part=part, came=changes, by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return to_page(meeting, "#who-came")
    count = part.attendances.filter(came=True).count()
    said = ngettext("Saved: %d person came.", "Saved: %d people came.", count)
    messages.success(request, said % count)
    return to_page(meeting, "#who-came")


def one_time_number(sent: QueryDict) -> UUID | None:
    """The number a form carries so that it counts once; nothing for one that is none."""
    try:
        return UUID(sent.get("submission", ""))
    except ValueError:
        return None


def _part(meeting: Meeting, sent: QueryDict) -> Part:
    part = sent.get("part", "")
    return get_object_or_404(meeting.parts, pk=int(part) if part.isdecimal() else 0)


def _changes(meeting: Meeting, part: Part, sent: QueryDict) -> Mapping[int, bool]:
    """Seat ids whose tick differs from what the screen showed when it was opened."""
    lists = people_at.tick_lists(meeting, people_at.seats_of(meeting))
    people = next(each.people for each in lists if each.part.pk == part.pk)
    ticked, was = _ids(sent, "came"), _ids(sent, "was")
    if "everybody" in sent:
        ticked |= {tick.seat_id for tick in people}
    return {pk: pk in ticked for pk in ticked ^ was}


def _ids(sent: QueryDict, name: str) -> set[int]:
    return {int(value) for value in sent.getlist(name) if value.isdecimal()}


@access(*TABLE, twin=SHEET)
@require_POST
def yes(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """Who said at the workshop that they would like to be a champion."""
    meeting = meeting_of(request, meeting_id)
    form = YesForm(request.POST, seats=could_become_champions(meeting))
    if not form.is_valid():
        return page(request, meeting, yes_form=form, form=form)
    new = [
        hear_yes(seat, gifts=gifts, by=request.user) for seat, gifts in form.said_yes()
    ]
    said = ngettext("%d new champion. Welcome!", "%d new champions. Welcome!", len(new))
    messages.success(request, said % len(new))
    return to_page(meeting, "#champions")


@access(*TABLE, twin=SHEET)
@require_POST
def held(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """It took place: the group's rhythm counts from it."""
    meeting = meeting_of(request, meeting_id)
    try:
        hold_meeting(meeting, by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
    return to_page(meeting, "#next")
