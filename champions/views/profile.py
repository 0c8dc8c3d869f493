"""A person's own page about themselves: gifts, what matters, how to reach them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from champions.forms.profile import GiftsForm, LanguageForm, WaysForm
from champions.models import Champion, Person
from champions.permissions import CentreRequest, Who, access, came_by_card
from champions.services.people import change_person, describe_gifts


@access(Who.SIGNED_IN, twin="phone:meetings:desk")
@never_cache
def edit(request: CentreRequest) -> HttpResponse:
    """What one has said; two centres are two pages, chosen by `?at=<centre>`."""
    people = _people_of(request)
    person = _chosen(people, request.GET.get("at", ""))
    champion = Champion.objects.of(person.centre).filter(person=person).first()
    ways = LanguageForm if came_by_card(request) else WaysForm
    sent = request.POST if request.method == "POST" else None
    form = ways(sent, instance=person, prefix="")
    gifts = GiftsForm(sent, instance=champion) if champion else None
    both = form.is_valid() & (gifts is None or gifts.is_valid())
    if request.method == "POST" and both:
        _keep(request, form, gifts)
        messages.success(request, _("Thank you. We have written it down."))
        return redirect(request.get_full_path())
    context = {
        "form": form,
        "gifts": gifts,
        "person": person,
        "others": [other for other in people if other != person],
        "by_card": came_by_card(request),
    }
    return render(request, "champions/profile.html", context)


def _people_of(request: CentreRequest) -> list[Person]:
    own = request.user.people.filter(erased_at=None)
    return list(own.select_related("centre", "user"))


def _chosen(people: list[Person], slug: str) -> Person:
    for person in people:
        if slug in ("", person.centre.slug):
            return person
    raise Http404


def _keep(
    request: CentreRequest, form: WaysForm | LanguageForm, gifts: GiftsForm | None
) -> None:
    if changed := form.changes():
        change_person(form.instance, by=request.user, **changed)
    if gifts and gifts.has_changed():
        describe_gifts(gifts.instance, by=request.user, **gifts.cleaned_data)
