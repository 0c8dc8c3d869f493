"""“No more messages from us”: from the foot of a mail, or by the mail program's own
button (RFC 8058). Opening the page changes nothing."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from champions.models import Person
from champions.permissions import CentreRequest, Visit, Who, access
from champions.services.people import lift_do_not_contact, mark_do_not_contact
from champions.services.stopping import person_of_stop_link

ONE_CLICK = ("List-Unsubscribe", "One-Click")


# A mail program holds no cookie of ours; its one click can do nothing but stop.
@csrf_exempt
@access(Who.HOLDER, twin="phone:do-not-contact")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop writing to the person of this link, or begin again."""
    person = person_of_stop_link(token)
    if person is None:
        return render(request, "champions/stop_unknown.html", status=404)
    if request.POST.get(ONE_CLICK[0]) == ONE_CLICK[1]:
        mark_do_not_contact(person, by=None)
        return HttpResponse(status=204)
    answer: HttpResponse = _page(request, person)
    return answer


@csrf_protect
def _page(request: HttpRequest, person: Person) -> HttpResponse:
    if request.method == "POST":
        wanted = request.POST.get("say")
        change = lift_do_not_contact if wanted == "again" else mark_do_not_contact
        change(person, by=None)
        return redirect(request.path)
    cast(CentreRequest, request).visit = Visit(centre=person.centre)
    has_stopped = person.do_not_contact_at is not None
    words = {"centre": person.centre, "has_stopped": has_stopped}
    return render(request, "champions/stop.html", words)
