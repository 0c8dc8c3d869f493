"""What we hold about you: a person's own record to read and to take along, who saw it,
and asking us to wipe it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from champions.models import Consent, Person
from champions.permissions import CentreRequest, Who, access, came_by_card
from champions.services.consents import (
    contact_consent,
    take_back_consent,
    take_back_contact,
)
from champions.services.privacy import views_of
from champions.services.views_log import note_view
from cms.models import Picture
from cms.record_words import Part, page_in_words, readable
from cms.services.erasure import ask_for_erasure, has_asked
from cms.services.pictures import allows_photos, pictures_of, take_back_photos
from cms.services.privacy import record_of
from cms.services.stories import consents_in_public
from cms.services.stories import take_back as take_back_in_public
from meetings.services.may_know import who_may_know

SEEN_SHOWN = 50
TWIN = "phone: read out my record"


@dataclass(frozen=True)
class OwnRecord:
    """What one centre holds about the visitor."""

    person: Person
    parts: list[Part]
    seen: list[tuple]
    has_asked: bool
    # Consents to a line for the chart of who thought of them.
    may_know: list[Consent]
    # Their first name and their stories on public pages.
    in_public: list[Consent]
    # That we may write to them.
    contact: Consent | None
    # That their photo may be shown, and where it is.
    allows_photos: bool
    pictures: list[Picture]


@access(Who.SIGNED_IN, twin=TWIN)
@never_cache
def my_privacy(request: CentreRequest) -> HttpResponse:
    """A card can be found by anybody: it does not open the record."""
    by_card = came_by_card(request)
    people = [] if by_card else _own(request)
    note_view(request, people)
    context = {"records": [_shown(person) for person in people], "by_card": by_card}
    return render(request, "cms/my_privacy.html", context)


@access(Who.SIGNED_IN, twin=TWIN)
@never_cache
def my_record(request: CentreRequest, person_id: int) -> HttpResponse:
    """The whole record as a file that a machine can read (JSON)."""
    person = _mine(request, person_id)
    note_view(request, [person])
    answer = JsonResponse(record_of(person), json_dumps_params={"indent": 1})
    answer.headers["Content-Disposition"] = 'attachment; filename="my-record.json"'
    return answer


@access(Who.SIGNED_IN, twin=TWIN)
def ask_to_erase(request: CentreRequest, person_id: int) -> HttpResponse:
    person = _mine(request, person_id)
    if request.method == "POST":
        ask_for_erasure(person, by=request.user)
        messages.success(request, _("We have your wish, and will talk with you soon."))
    return redirect("my_privacy")


@access(Who.SIGNED_IN, twin="phone:may-know")
@require_POST
def take_back(request: CentreRequest, person_id: int, consent_id: int) -> HttpResponse:
    """Whoever thought of them may no longer know whether they came; or their name or
    stories come down from public pages."""
    person = _mine(request, person_id)
    ways = dict.fromkeys(who_may_know(person), take_back_consent)
    ways |= dict.fromkeys(consents_in_public(person), take_back_in_public)
    for consent, take_it_back in ways.items():
        if consent.pk == consent_id:
            take_it_back(consent, by=request.user)
            messages.success(request, _("You have taken it back."))
    return redirect("my_privacy")


@access(Who.SIGNED_IN, twin="phone:do-not-contact")
@require_POST
def no_more_writing(request: CentreRequest, person_id: int) -> HttpResponse:
    """We may write to them of our own accord no longer."""
    take_back_contact(_mine(request, person_id), by=request.user)
    messages.success(request, _("You have taken it back."))
    return redirect("my_privacy")


@access(Who.SIGNED_IN, twin="phone:programmes:pictures")
@require_POST
def no_more_photos(request: CentreRequest, person_id: int) -> HttpResponse:
    """No picture of them is shown any more; those that were are gone for good."""
    take_back_photos(_mine(request, person_id), by=request.user)
    messages.success(request, _("You have taken it back. The pictures are gone."))
    return redirect("my_privacy")


def _own(request: CentreRequest) -> list[Person]:
    people = request.user.people.filter(erased_at=None)
    return list(people.select_related("centre", "user"))


def _mine(request: CentreRequest, person_id: int) -> Person:
    for person in [] if came_by_card(request) else _own(request):
        if person.pk == person_id:
            return person
    raise Http404


def _shown(person: Person) -> OwnRecord:
    views = views_of(person).select_related("user")[:SEEN_SHOWN]
    seen = [(view.at, _who(view, person), page_in_words(view.page)) for view in views]
    return OwnRecord(
        person,
        readable(record_of(person), person),
        seen,
        has_asked(person),
        who_may_know(person),
        consents_in_public(person),
        contact_consent(person),
        allows_photos(person),
        list(pictures_of(person)),
    )


def _who(view, person: Person) -> str:
    if view.user is None:
        return _("somebody who no longer works here")
    return _("you") if view.user_id == person.user_id else view.user.name
