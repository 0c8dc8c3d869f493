"""Welcome workshops in the admin: made, announced, widened, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from champions.enums import Role
from champions.models import Centre
from champions.permissions import CentreRequest, Who, access
from meetings.balance import balance_of
from meetings.enums import Audience, MeetingKind, MeetingState
from meetings.forms.counted import CountedForm
from meetings.forms.workshops import CentreChoice, MailingForm, RoomForm, WorkshopForm
from meetings.models import CountedMailing, Mailing, Meeting
from meetings.needing_a_hand.rows import Hand, hands
from meetings.services.counted_numbers import answers_to
from meetings.services.draw_day import draw_day
from meetings.services.first_steps import first_workshop, has_held_none
from meetings.services.mailing_numbers import Numbers, numbers_of
from meetings.services.mailing_size import (
    everybody_asked_by,
    expected_rate,
    size_of,
)
from meetings.services.places import places_of
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import today_at
from meetings.services.whom_to_ask import not_yet_asked
from meetings.services.workshops import (
    announce_workshop,
    change_draft,
    drop_draft,
    filling_over,
    fillings,
    further_workshop,
    make_room,
    make_workshop,
    may_still_post,
    missing,
    plan_of,
    replies,
)
from meetings.workshop_dates import last_posting

TWIN = "none: for staff, at a desk"
MOST_SHOWN = 50
LEADS = (Who.LEAD, Who.NETWORK)


def centres_of(request: CentreRequest) -> QuerySet[Centre]:
    """The centres whose workshops this user makes."""
    if request.user.is_superuser:
        return Centre.objects.all()
    return request.user.centres_as({Role.LEAD})


def find_workshop(request: CentreRequest, pk: int) -> Meeting:
    rows = Meeting.objects.visible_to(request.user).filter(kind=MeetingKind.WELCOME)
    led = rows.filter(centre__in=centres_of(request))
    return get_object_or_404(
        led.select_related("centre", "circle__lead", "followed_by__centre"), pk=pk
    )


@access(*LEADS, twin=TWIN)
def all_workshops(request: CentreRequest) -> HttpResponse:
    rows = Meeting.objects.visible_to(request.user).filter(
        kind=MeetingKind.WELCOME, centre__in=centres_of(request)
    )
    last = list(rows.select_related("centre", "circle").order_by("-on")[:MOST_SHOWN])
    full = fillings(last)
    shown = [(workshop, full[workshop.pk]) for workshop in last]
    lists = [
        {
            "centre": centre,
            "left": not_yet_asked(centre).count(),
            "by": everybody_asked_by(centre),
            "is_new": has_held_none(centre),
        }
        for centre in centres_of(request)[:MOST_SHOWN]
    ]
    words = {"heading": _("Workshops"), "rows": shown, "lists": lists}
    return render(request, "meetings/workshops/all.html", words)


@access(*LEADS, twin=TWIN)
def new_workshop(request: CentreRequest) -> HttpResponse:
    """Filled in with days that fit; which centre is asked only of those who lead two."""
    centres = centres_of(request)
    only = centres.first() if centres.count() == 1 else None
    choice = CentreChoice(request.GET or None, centres=centres)
    centre = only or (choice.cleaned_data["centre"] if choice.is_valid() else None)
    heading = _("New workshop")
    if centre is None:
        words = {"heading": heading, "form": CentreChoice(centres=centres)}
        return render(request, "meetings/workshops/centre.html", words)
    form = WorkshopForm(request.POST or None, centre=centre)
    if request.method == "POST" and form.is_valid():
        workshop = make_workshop(
            centre,
            plan=form.plan,
            by=request.user,
            circle=form.cleaned_data["circle"],
            circle_name=form.cleaned_data["circle_name"],
        )
        return redirect("workshops:one", workshop.pk)
    return _form_page(request, form, heading, centre)


@access(*LEADS, twin=TWIN)
def change_workshop(request: CentreRequest, pk: int) -> HttpResponse:
    workshop = find_workshop(request, pk)
    if workshop.state != MeetingState.DRAFT:
        raise Http404
    form = WorkshopForm(
        request.POST or None,
        centre=workshop.centre,
        plan=plan_of(workshop),
        keeps_circle=True,
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_draft(workshop, plan=form.plan, by=request.user)
        except RefusedError as refused:
            messages.error(request, str(refused))
        return redirect("workshops:one", pk)
    return _form_page(request, form, _("Change the workshop"), workshop.centre)


def _form_page(
    request: CentreRequest, form: WorkshopForm, heading: str, centre: Centre
) -> HttpResponse:
    words = {"heading": heading, "form": form, "centre": centre}
    return render(request, "meetings/workshops/form.html", words)


@access(*LEADS, twin=TWIN)
def one_workshop(request: CentreRequest, pk: int) -> HttpResponse:
    """What is ready, what is missing, and what people said so far."""
    workshop = find_workshop(request, pk)
    words = _words(workshop) | {"hands": _hands(request, workshop)}
    return render(request, "meetings/workshops/one.html", words)


def _hands(request: CentreRequest, workshop: Meeting) -> list[Hand]:
    """For its own point person: the rows lead to pages of the centre."""
    if not request.user.centres_as({Role.LEAD}).contains(workshop.centre):
        return []
    return hands(workshop, today_at(workshop.centre), for_lead=True)


def _words(workshop: Meeting) -> dict[str, Any]:
    centre, places = workshop.centre, places_of(workshop, Audience.CHAMPIONS)
    said = replies(workshop)
    by, yes = workshop.reply_by, fillings([workshop])[workshop.pk].yes
    return {
        "heading": _("Welcome workshop"),
        "workshop": workshop,
        "centre": centre,
        "second": workshop.followed_by,
        "portions": workshop.parts.all(),
        "missing": missing(workshop) if workshop.state == MeetingState.DRAFT else [],
        "places": places,
        "replies": said,
        "hoping": yes,
        "too_many": workshop in filling_over(centre),
        "told_by": draw_day(workshop),
        "post_by": by and last_posting(by),
        "may_post": may_still_post(workshop),
        "balance": balance_of(workshop),
        "is_first": first_workshop(centre) == workshop,
        "mailings": _mailings(workshop),
        **_whom_to_ask(centre, places - yes),
        "counted": _counted(workshop),
        "counted_form": CountedForm(initial={"posted_on": today_at(centre)}),
        "room_form": RoomForm(initial={"places": places}),
    }


def _whom_to_ask(centre: Centre, free: int) -> dict[str, Any]:
    """How many people to ask for the places that nobody hopes for yet."""
    left, size = not_yet_asked(centre).count(), size_of(centre, max(free, 0))
    proposed = {"size": min(size, left)} if min(size, left) else {}
    return {
        "left": left,
        "free": free,
        "proposed_size": size,
        "everybody_by": everybody_asked_by(centre),
        "rate": expected_rate(centre) * 100,
        "mailing_form": MailingForm(initial=proposed),
    }


def _counted(workshop: Meeting) -> list[tuple[CountedMailing, int]]:
    """Letters of the centre's own system, with how many people have answered."""
    rows = CountedMailing.objects.of(workshop.centre).filter(meeting=workshop)
    letters = list(rows)
    answered = answers_to(letters)
    return [(one, answered[one.pk]) for one in letters]


def _mailings(workshop: Meeting) -> list[tuple[Mailing, Numbers]]:
    rows = Mailing.objects.of(workshop.centre).filter(meeting=workshop)
    found = list(rows.select_related("centre"))
    numbers = numbers_of(found)
    return [(mailing, numbers[mailing.pk]) for mailing in found]


def _act(
    request: CentreRequest, pk: int, act: Callable[[Meeting], None], done: str
) -> HttpResponse:
    """Do one thing with a workshop; what is refused is said on its page."""
    workshop = find_workshop(request, pk)
    try:
        act(workshop)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("workshops:one", pk)


@require_POST
@access(*LEADS, twin=TWIN)
def announce(request: CentreRequest, pk: int) -> HttpResponse:
    def act(workshop: Meeting) -> None:
        announce_workshop(workshop, by=request.user)

    return _act(request, pk, act, _("Both dates stand. Now you can invite people."))


@require_POST
@access(*LEADS, twin=TWIN)
def drop(request: CentreRequest, pk: int) -> HttpResponse:
    workshop = find_workshop(request, pk)
    if workshop.state != MeetingState.DRAFT:
        raise Http404
    drop_draft(workshop, by=request.user)
    messages.success(request, _("The draft is gone. Nobody had been told."))
    return redirect("workshops:index")


@require_POST
@access(*LEADS, twin=TWIN)
def widen(request: CentreRequest, pk: int) -> HttpResponse:
    form = RoomForm(request.POST)

    def act(workshop: Meeting) -> None:
        if not form.is_valid():
            raise RefusedError(_("Say how many places there are now."))
        make_room(workshop, places=form.cleaned_data["places"], by=request.user)

    return _act(request, pk, act, _("There is room for that many now."))


@require_POST
@access(*LEADS, twin=TWIN)
def further(request: CentreRequest, pk: int) -> HttpResponse:
    """One more like it, as a draft with both dates proposed."""
    workshop = find_workshop(request, pk)
    draft = further_workshop(workshop, by=request.user)
    messages.success(request, _("A further workshop is prepared. Look at both dates."))
    return redirect("workshops:one", draft.pk)
