"""Thanks given at a get-together, and the notes that go round after it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.only_sent import only_sent
from champions.permissions import CentreRequest, access
from champions.services.views_log import note_view
from meetings.at_the_table import has_table, may_take_back, people_at_table
from meetings.forms.table import ThanksForm
from meetings.models import Meeting, Thanks
from meetings.permissions import TABLE
from meetings.services.refusals import RefusedError
from meetings.services.sending_round import send_notes_round
from meetings.services.thanking import take_thanks_back, thank
from meetings.views.meetings import SHEET, meeting_of, page, to_page


@access(*TABLE, twin=SHEET)
@only_sent
def thanks(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """Whom do we want to thank? From whoever is signed in."""
    meeting = meeting_of(request, meeting_id)
    if not has_table(meeting):
        raise Http404
    form = ThanksForm(request.POST, people=people_at_table(meeting))
    if not form.is_valid():
        return page(request, meeting, thanks_form=form, form=form)
    said = form.cleaned_data
    thank(
        meeting,
        words=said["words"],
        to=said["to"],
        to_words=said["to_words"],
        from_whom=request.visit.person,
        by=request.user,
    )
    messages.success(request, _("Thank you for thanking."))
    return to_page(meeting, "#thanks")


def _thanks_of(meeting: Meeting, thanks_id: int) -> Thanks:
    rows = Thanks.objects.of(meeting.centre).filter(meeting=meeting)
    related = ("from_whom", "to", "meeting", "centre")
    return get_object_or_404(rows.select_related(*related), pk=thanks_id)


@access(*TABLE, twin=SHEET)
@only_sent
def not_thanks(request: CentreRequest, meeting_id: int, thanks_id: int) -> HttpResponse:
    """It was a slip: by who thanked, or by staff."""
    meeting = meeting_of(request, meeting_id)
    found = _thanks_of(meeting, thanks_id)
    if not may_take_back(found, request.visit):
        raise Http404
    take_thanks_back(found, by=request.user)
    return to_page(meeting, "#thanks")


@access(*TABLE, twin="print:meetings:thanks_card")
def thanks_card(
    request: CentreRequest, meeting_id: int, thanks_id: int
) -> HttpResponse:
    """The words as a card to print and hand over."""
    meeting = meeting_of(request, meeting_id)
    found = _thanks_of(meeting, thanks_id)
    note_view(request, [one for one in (found.to, found.from_whom) if one])
    shown = {"thanks": found, "meeting": meeting, "centre": meeting.centre}
    return render(request, "meetings/thanks_card.html", shown)


@access(*TABLE, twin=SHEET)
@only_sent
def notes_round(request: CentreRequest, meeting_id: int) -> HttpResponse:
    """By whoever led the talk or wrote: the notes go to everybody, once."""
    meeting = meeting_of(request, meeting_id)
    try:
        count = send_notes_round(meeting, by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return to_page(meeting, "#notes")
    words = ngettext(
        "The notes are on their way to %d person.",
        "The notes are on their way to %d people.",
        count,
    )
    if count:
        messages.success(request, words % count)
    return to_page(meeting, "#notes")
