"""Talk first, at the front desk: for staff of the table, on the page of one person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from champions.forms.talking_first import TalkFirstForm
from champions.models import Person, TalkFirst
from champions.permissions import STAFF, CentreRequest, access
from champions.sent_ids import sent_id
from champions.services.talking_first import TalkFirstError, talked
from champions.services.views_log import note_view
from meetings.services.talking_first import talk_first
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
