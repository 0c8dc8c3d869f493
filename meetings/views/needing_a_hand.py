"""Who still needs a hand with a welcome workshop: one list of what is open, and the people
of a row, each one press away."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from champions.enums import Role
from champions.models import Person
from champions.only_sent import only_sent
from champions.permissions import CentreRequest, access
from champions.phones import phone_as_written
from champions.services.views_log import note_view
from meetings.enums import MeetingKind
from meetings.models import Meeting
from meetings.needing_a_hand.people import PEOPLE, Rows, heading_of, rule_of
from meetings.needing_a_hand.rows import hands
from meetings.permissions import STAFF
from meetings.services.rhythms import today_at
from meetings.views.dates import ONLY_STAFF
from meetings.views.desk import FOUND
from meetings.views.meetings import meeting_of

MOST_SHOWN = 50


@access(*STAFF, twin=ONLY_STAFF)
def hand(request: CentreRequest, meeting_id: int) -> HttpResponse:
    workshop = _workshop(request, meeting_id)
    for_lead = Role.LEAD in request.visit.roles
    rows = hands(workshop, today_at(workshop.centre), for_lead=for_lead)
    shown = {"centre": workshop.centre, "meeting": workshop, "rows": rows}
    return render(request, "meetings/hand.html", shown)


@access(*STAFF, twin=ONLY_STAFF)
def hand_people(request: CentreRequest, meeting_id: int, kind: str) -> HttpResponse:
    """The people of one row, with how each is reached."""
    workshop = _workshop(request, meeting_id)
    found = _people(workshop, kind)
    count = found.count()
    people = [row.person for row in found.select_related("person__centre")[:MOST_SHOWN]]
    note_view(request, people)
    shown = {
        "centre": workshop.centre,
        "meeting": workshop,
        "kind": kind,
        "heading": heading_of(kind, count),
        "rule": rule_of(kind),
        "people": [(one, _number(one)) for one in people if one],
        "more": max(count - MOST_SHOWN, 0),
    }
    return render(request, "meetings/hand_people.html", shown)


@access(*STAFF, twin=ONLY_STAFF)
@only_sent
def hand_person(
    request: CentreRequest, meeting_id: int, kind: str, person_id: int
) -> HttpResponse:
    """To the screen of the front desk, where a new address, a card or an answer is
    written down; it shows only whom one came for."""
    workshop = _workshop(request, meeting_id)
    if not _people(workshop, kind).filter(person=person_id).exists():
        raise Http404
    request.session[FOUND] = [person_id]
    return redirect("meetings:desk_person", workshop.centre.slug, person_id)


def _workshop(request: CentreRequest, meeting_id: int) -> Meeting:
    meeting = meeting_of(request, meeting_id)
    if meeting.kind != MeetingKind.WELCOME:
        raise Http404
    return meeting


def _people(workshop: Meeting, kind: str) -> Rows:
    if kind not in PEOPLE:
        raise Http404
    return PEOPLE[kind]([workshop], today_at(workshop.centre)).order_by("pk")


def _number(person: Person) -> str:
    """A number that may be called."""
    if not person.safe_to_phone or person.phone_wrong_at:
        return ""
    return phone_as_written(person.phone, region=person.centre.country)
