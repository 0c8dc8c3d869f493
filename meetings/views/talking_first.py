"""Talk first: at the front desk, on the page of one person; and for providers, who have
no desk, on a page of their own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from champions.forms.talking_first import DayForm, TalkFirstForm
from champions.models import Person, TalkFirst
from champions.models.talk_first import TalkFirstQuerySet
from champions.permissions import STAFF, CentreRequest, Who, access
from champions.sent_ids import sent_id
from champions.services.talking_first import (
    TalkFirstError,
    may_renew,
    renew,
    talked,
)
from champions.services.views_log import note_view
from meetings.forms.talking_first import ProviderTalkForm
from meetings.services.talking_first import talk_first, talk_first_with
from meetings.views.desk import find_person, show_person

TWIN = "none: staff agree among themselves who talks"


@access(*STAFF, twin=TWIN)
@require_POST
def desk_talk_first(request: CentreRequest, person_id: int) -> HttpResponse:
    """Promise to talk, or say that it is done (`talked`: the number of the promise)."""
    person = find_person(request, person_id)
    note_view(request, [person])
    if "talked" in request.POST:
        _end(request, person)
    else:
        form = TalkFirstForm(request.POST, centre=person.centre, user=request.user)
        if not (form.is_valid() and _written(request, person, form)):
            return show_person(request, person, talk_form=form)
    return redirect("meetings:desk_person", person.centre.slug, person.pk)


def _written(request: CentreRequest, person: Person, form: TalkFirstForm) -> bool:
    try:
        talk_first(
            person,
            promised_by=form.who(),
            until=form.cleaned_data["until"],
            by=request.user,
        )
    except TalkFirstError as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Written down. Until then we do not invite them."))
    return True


def _end(request: CentreRequest, person: Person) -> None:
    mine = TalkFirst.objects.of(person.centre).visible_to(request.user)
    talk = get_object_or_404(
        mine.filter(person=person), pk=sent_id(request.POST["talked"])
    )
    talked(talk, by=request.user)
    messages.success(
        request, _("Good. From now on we invite them like everybody else.")
    )


# --- A provider's own page --------------------------------------------------------

PROVIDERS = (Who.PRESCRIBER, *STAFF)
OWN = "meetings:talk_first"


@access(*PROVIDERS, twin=TWIN)
def own_talks(request: CentreRequest) -> HttpResponse:
    """Promise a talk with one person; below, those in which one has a part."""
    centre = request.visit.at_centre
    form = ProviderTalkForm(request.POST or None, centre=centre)
    if request.method == "POST" and form.is_valid() and _promised(request, form):
        return redirect(OWN, centre.slug)
    rows = list(_own(request).living())
    note_view(request, [talk.person for talk in rows])
    shown = {
        "centre": centre,
        "form": form,
        "rows": [
            (talk, _day_form(talk) if may_renew(talk, request.user) else None)
            for talk in rows
        ],
    }
    return render(request, "meetings/talk_first.html", shown)


def _own(request: CentreRequest) -> TalkFirstQuerySet:
    mine = TalkFirst.objects.visible_to(request.user).of(request.visit.at_centre)
    return mine.select_related("person", "centre", "promised_by")


def _day_form(talk: TalkFirst, data: object = None) -> DayForm:
    return DayForm(data, centre=talk.centre, prefix=f"t{talk.pk}")


def _promised(request: CentreRequest, form: ProviderTalkForm) -> bool:
    said = form.cleaned_data
    try:
        talk_first_with(
            form.centre,
            first_name=said["first_name"],
            way=form.way,
            until=said["until"],
            by=request.user,
        )
    except TalkFirstError as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Written down. Until then we do not invite them."))
    return True


@access(*PROVIDERS, twin=TWIN)
@require_POST
def own_talk(request: CentreRequest, pk: int) -> HttpResponse:
    """They talked (`talked`), or a second person keeps it (`seen`: the day shown)."""
    talk = get_object_or_404(_own(request), pk=pk)
    if "talked" in request.POST:
        talked(talk, by=request.user)
        messages.success(
            request, _("Good. From now on we invite them like everybody else.")
        )
        return redirect(OWN, talk.centre.slug)
    form = _day_form(talk, request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["until"][0]))
        return redirect(OWN, talk.centre.slug)
    until, seen = form.cleaned_data["until"], request.POST.get("seen", "")
    try:
        renew(talk, until=until, by=request.user, seen=seen)
    except TalkFirstError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Renewed. Until then we do not invite them."))
    return redirect(OWN, talk.centre.slug)
