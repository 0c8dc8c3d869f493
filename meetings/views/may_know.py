"""Whether who thought of somebody may know that they came: said to the front desk. The
person says it themselves beside their reply, and takes it back on their own page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from champions.only_sent import only_sent
from champions.permissions import CentreRequest, access
from meetings.services.may_know import say_who_may_know, who_thought_of
from meetings.views.desk import DESK, TWIN, find_person, may_know_form


@access(*DESK, twin=TWIN)
@only_sent
def desk_may_know(request: CentreRequest, person_id: int) -> HttpResponse:
    person = find_person(request, person_id)
    form = may_know_form(person, request.POST)
    if form is None:
        raise Http404
    if form.is_valid():
        say_who_may_know(
            person,
            form.chosen,
            of=who_thought_of(person),
            how=form.cleaned_data["how"],
            by=request.user,
        )
        messages.success(request, _("That is written down."))
    else:
        messages.error(request, _("Say how they told us."))
    return redirect("meetings:desk_person", person.centre.slug, person.pk)
