"""At the desk: somebody's letter printed again, or a new one issued; and which letters
may have reached somebody else."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from champions.enums import Role
from champions.messages.letters import STYLE, html_of, pdf_of
from champions.models import Message, Person
from champions.only_sent import only_sent
from champions.paper import NoPdfError
from champions.permissions import CentreRequest, Who, access
from champions.sent_ids import sent_id
from champions.services.views_log import note_view
from meetings.services.desk import Answerable
from meetings.services.refusals import RefusedError
from meetings.services.reissuing import (
    issue_new_letter,
    letter_again,
    version_of,
)
from meetings.services.wrong_hands import gone_astray, say_in_order
from meetings.views.desk import DESK, FOUND, TWIN, find_asked, find_person

MOST_SHOWN = 100


@never_cache
@access(*DESK, twin=TWIN)
@require_safe
def letter(request: CentreRequest, person_id: int, meeting_id: int) -> HttpResponse:
    """The same letter, with the code they have, to print and hand over or post."""
    person = find_person(request, person_id)
    one = find_asked(person, meeting_id)
    note_view(request, [person])
    return _printed(letter_again(person, one))


def _printed(message: Message) -> HttpResponse:
    """As a download; where PDF files cannot be made, a page to print from."""
    centre = message.centre
    if centre is None:
        raise ValueError("a letter is from a centre")
    try:
        file = pdf_of([message], centre=centre)
    except NoPdfError:
        return HttpResponse(html_of([message], centre=centre, style=static(STYLE)))
    response = HttpResponse(file, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{centre.slug}.pdf"'
    return response


@access(*DESK, twin=TWIN)
@only_sent
def new_letter(request: CentreRequest, person_id: int, meeting_id: int) -> HttpResponse:
    """A new one (`seen`: the version on the page), or nothing is wrong (`in_order`)."""
    person = find_person(request, person_id)
    one = find_asked(person, meeting_id)
    if "in_order" in request.POST:
        say_in_order(one, by=request.user)
        messages.success(request, _("Good. It is where it belongs."))
    elif version_of(one):
        _issue(request, person, one)
    page = reverse("meetings:desk_person", args=[person.centre.slug, person.pk])
    return redirect(f"{page}#m{meeting_id}")


def _issue(request: CentreRequest, person: Person, one: Answerable) -> None:
    seen = request.POST.get("seen", "")
    try:
        is_told = issue_new_letter(person, one, seen=seen, by=request.user)
    except RefusedError as refused:
        messages.info(request, str(refused))
        return
    done = _("A new one is on its way. The old one opens nothing any more.")
    by_hand = _("The old one opens nothing any more. Print the new one from here.")
    messages.success(request, done if is_told else by_hand)


@access(Who.DESK, Who.LEAD, twin=TWIN)
def not_theirs(request: CentreRequest) -> HttpResponse:
    """What may have reached somebody else, the longest known first; the front desk sees
    one person at a time. `person`: whose page to open."""
    centre = request.visit.at_centre
    found = gone_astray(centre)
    if request.method == "POST":
        asked = sent_id(request.POST.get("person", ""))
        people = Person.objects.of(centre).filter(
            pk__in={one.person.pk for one in found}
        )
        person = get_object_or_404(people, pk=asked)
        request.session[FOUND] = [person.pk]
        return redirect("meetings:desk_person", centre.slug, person.pk)
    shown = found[: MOST_SHOWN if Role.LEAD in request.visit.roles else 1]
    note_view(request, [one.person for one in shown])
    context = {"centre": centre, "rows": shown, "more": len(found) - len(shown)}
    return render(request, "meetings/not_theirs.html", context)
