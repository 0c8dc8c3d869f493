"""What anybody of the group writes at a get-together: notes, agenda, promises, who
would like to be a champion."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.only_sent import only_sent
from champions.permissions import CentreRequest, access
from ideas.enums import PromiseState
from ideas.models import Promise
from ideas.permissions import can_end_promise
from ideas.services.promises import END_PROMISE, make_promise
from meetings.forms.gatherings import AgendaForm, NotesForm
from meetings.forms.welcoming import YesForm
from meetings.permissions import TABLE
from meetings.services.minutes import add_agenda_item, keep_notes
from meetings.services.welcoming import could_become_champions, hear_yes
from meetings.views.meetings import SHEET, meeting_of, page, promise_form, to_page


@access(*TABLE, twin=SHEET)
@only_sent
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
@only_sent
def agenda_item(request: CentreRequest, meeting_id: int) -> HttpResponse:
    meeting = meeting_of(request, meeting_id)
    form = AgendaForm(request.POST)
    if not form.is_valid():
        return page(request, meeting, agenda_form=form, form=form)
    words = form.cleaned_data["words"]
    add_agenda_item(meeting, words=words, person=request.visit.person, by=request.user)
    return to_page(meeting, "#agenda")


@access(*TABLE, twin=SHEET)
@only_sent
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
        cents=said["cents"],
    )
    return to_page(meeting, "#promises")


@access(*TABLE, twin=SHEET)
@only_sent
def promise_kept(
    request: CentreRequest, meeting_id: int, promise_id: int
) -> HttpResponse:
    """“It is done”, or let go: by whoever promised, or by staff for anybody."""
    meeting = meeting_of(request, meeting_id)
    promises = Promise.objects.of(meeting.centre).filter(circle=meeting.circle)
    found = get_object_or_404(promises, pk=promise_id)
    if not can_end_promise(request.visit, found):
        raise Http404
    end = END_PROMISE.get(request.POST.get("to", PromiseState.KEPT))
    if end:
        end(found, by=request.user)
    return to_page(meeting, "#promises")


@access(*TABLE, twin=SHEET)
@only_sent
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
