"""Who came, ticked by anybody of the group: the whole form, or one tick of a page that
stays open on a bad connection; and that it took place."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from champions.only_sent import only_sent
from champions.permissions import CentreRequest, access
from champions.sent_ids import sent_id, sent_ids
from meetings import people_at
from meetings.forms.ticks import TickForm
from meetings.models import Meeting, Part, Seat
from meetings.permissions import TABLE
from meetings.services.attendance import mark_attendance, walk_in
from meetings.services.gatherings import hold_meeting
from meetings.services.refusals import RefusedError
from meetings.services.someone_to_call import note_someone_to_call
from meetings.views.meetings import SHEET, meeting_of, to_page


@access(*TABLE, twin=SHEET)
@only_sent
def attendance(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """Who came to a part. Only what was changed on this screen is written, so that
    two people ticking at once add up; sending it twice changes nothing."""
    meeting = meeting_of(request, meeting_id)
    part = _part(meeting, request.POST)
    try:
        _walk_in(request, meeting, part)
        changes = _changes(meeting, part, request.POST)
        mark_attendance(meeting, part=part, came=changes, by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return to_page(meeting, "#who-came")
    messages.success(request, _saved(part))
    return to_page(meeting, "#who-came")


def _walk_in(request: CentreRequest, meeting: Meeting, part: Part) -> None:
    somebody = TickForm(request.POST)
    if somebody.is_valid() and (name := somebody.cleaned_data["first_name"]):
        walk_in(
            meeting,
            first_name=name,
            part=part,
            submission=somebody.cleaned_data["submission"],
            by=request.user,
        )


def _part(meeting: Meeting, sent: QueryDict) -> Part:
    return get_object_or_404(meeting.parts, pk=sent_id(sent.get("part", "")))


def _changes(meeting: Meeting, part: Part, sent: QueryDict) -> Mapping[int, bool]:
    """Seat ids whose tick differs from what the screen showed when it was opened."""
    lists = people_at.tick_lists(meeting, people_at.seats_of(meeting))
    people = next(each.people for each in lists if each.part.pk == part.pk)
    ticked, was = set(sent_ids(sent, "came")), set(sent_ids(sent, "was"))
    if "everybody" in sent:
        ticked |= {tick.seat_id for tick in people}
    return {pk: pk in ticked for pk in ticked ^ was}


def _saved(part: Part) -> str:
    count = part.attendances.filter(came=True).count()
    said = ngettext("Saved: %d person came.", "Saved: %d people came.", count)
    return said % count


@access(*TABLE, twin=SHEET)
@require_POST
def tick(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """One tick, sent by the open page and sent again until this answers: who is ticked
    now, by whomever. A tick that is older than what is known changes nothing."""
    meeting = meeting_of(request, meeting_id)
    part = _part(meeting, request.POST)
    form = TickForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"refused": ""}, status=400)
    try:
        seat_id = _tick(meeting, part, form, request)
    except RefusedError as refused:
        return JsonResponse({"refused": str(refused)}, status=409)
    ticked = part.attendances.filter(came=True).values_list("seat", flat=True)
    return JsonResponse({"seat": seat_id, "came": list(ticked), "words": _saved(part)})


def _tick(
    meeting: Meeting, part: Part, form: TickForm, request: CentreRequest
) -> int | None:
    said = form.cleaned_data
    if not said["first_name"]:
        came = {said["seat"]: said["here"]}
        mark_attendance(meeting, part=part, came=came, at=form.said_at, by=request.user)
        return None
    seat: Seat = walk_in(
        meeting,
        first_name=said["first_name"],
        part=part,
        submission=said["submission"],
        by=request.user,
    )
    return seat.pk


@access(*TABLE, twin=SHEET)
@only_sent
def someone_to_call(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """Whoever takes notes says that somebody may like a call; staff find it among
    their calls. No reason is asked for."""
    meeting = meeting_of(request, meeting_id)
    noted, without = note_someone_to_call(
        meeting, seat_ids=sent_ids(request.POST, "call"), by=request.user
    )
    # How somebody can be reached is for staff alone.
    named = noted if request.visit.is_staff else noted + without
    if named:
        said = _("Noted. Somebody of the staff calls %(names)s.")
        messages.success(request, said % {"names": ", ".join(named)})
    if without and request.visit.is_staff:
        said = _("We have no number that we may call: %(names)s.")
        messages.info(request, said % {"names": ", ".join(without)})
    return to_page(meeting, "#who-came")


@access(*TABLE, twin=SHEET)
@only_sent
def held(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """It took place: the group's rhythm counts from it."""
    meeting = meeting_of(request, meeting_id)
    try:
        hold_meeting(meeting, by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
    return to_page(meeting, "#next")
