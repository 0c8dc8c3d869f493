"""Taking a break, moving on, coming back: by the champion, or said to the front desk.
And, in two steps, that somebody died."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from champions.models import Champion, Person
from champions.only_sent import only_sent
from champions.permissions import CentreRequest, Visit, Who, access
from champions.services.people import ChampionMovedError
from champions.services.views_log import note_view
from meetings.forms.leaving import GoodbyeForm
from meetings.permissions import centre_of
from meetings.services import leaving
from meetings.views.desk import DESK, FOUND, TWIN

MOVES: dict[str, Callable[..., None]] = {
    "break": leaving.take_break,
    "goodbye": leaving.move_on,
    "back": leaving.come_back,
}


@access(Who.SIGNED_IN, twin="phone:pause")
def pause(request: CentreRequest) -> HttpResponse:
    """A champion's own page: a break or goodbye, no reason asked; and the way back."""
    champion = getattr(request.visit.person, "champion", None)
    if champion is None:
        # Nor does the page around the answer tell one centre from none.
        request.visit = Visit()
        raise Http404
    if request.method == "POST":
        _move(request, champion)
        return redirect("meetings:pause", champion.centre.slug)
    shown = {
        "champion": champion,
        "centre": champion.centre,
        "runs": leaving.run_by(champion.person),
        "goodbye_form": GoodbyeForm(person=champion.person),
    }
    return render(request, "meetings/pause.html", shown)


def _move(request: CentreRequest, champion: Champion) -> None:
    said = request.POST.get("say", "")
    move = MOVES.get(said)
    if move is None:
        raise Http404
    if said == "goodbye":
        form = GoodbyeForm(request.POST, person=champion.person)
        move = partial(move, ideas=form.chosen)
    try:
        move(champion, by=request.user)
    except ChampionMovedError:
        messages.info(request, _("That is written down already."))


@access(*DESK, twin=TWIN)
@only_sent
def desk_pause(request: CentreRequest, person_id: int) -> HttpResponse:
    """The same, told by telephone or at the counter."""
    person = _found(request, person_id)
    champions = Champion.objects.of(person.centre)
    champion = get_object_or_404(champions, person=person)
    _move(request, champion)
    return redirect("meetings:desk_person", person.centre.slug, person.pk)


@access(*DESK, twin=TWIN)
def desk_died(request: CentreRequest, person_id: int) -> HttpResponse:
    """First what it means, then the button; and it can be taken back."""
    person = _found(request, person_id)
    note_view(request, [person])
    if request.method != "POST":
        shown = {
            "person": person,
            "centre": person.centre,
            "runs": leaving.run_by(person),
        }
        return render(request, "meetings/desk_died.html", shown)
    if "undo" in request.POST:
        leaving.undo_death(person, by=request.user)
    else:
        leaving.write_down_death(person, by=request.user)
    return redirect("meetings:desk_person", person.centre.slug, person.pk)


def _found(request: CentreRequest, person_id: int) -> Person:
    """Somebody this desk has just looked for; nobody else."""
    people = Person.objects.of(centre_of(request.visit)).filter(erased_at=None)
    known = people.filter(pk__in=request.session.get(FOUND, []))
    return get_object_or_404(known.select_related("centre"), pk=person_id)
