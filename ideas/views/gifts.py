"""“Tell me when an idea looks for what I like to do”: asked for, and ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from champions.permissions import CentreRequest, access
from champions.services.views_log import note_view
from ideas.forms.gifts import GiftForm
from ideas.models import GiftWish
from ideas.permissions import SEE_ALL, can_write_down, centre_of
from ideas.services.gifts import agree, no_longer


@access(*SEE_ALL, twin="phone:ideas:gifts")
def gifts(request: CentreRequest, **_address: Any) -> HttpResponse:
    """A champion's own wish; staff write it down for who telephones."""
    visit = request.visit
    wishes = request.POST.get("wish") == "yes"
    for_another = can_write_down(visit) and "for_whom" in request.POST
    form = GiftForm(request.POST if for_another else None, visit=visit)
    note_view(request, form.found)
    if for_another and form.is_valid() and form.person:
        form.apply(wishes=wishes, by=request.user)
        words = _("Written down for %(name)s.") % {"name": form.person.first_name}
        messages.success(request, words)
        return redirect("ideas:gifts", centre_of(visit).slug)
    if request.method == "POST" and visit.is_champion and not for_another:
        assert visit.person  # noqa: S101  a champion is somebody
        (agree if wishes else no_longer)(visit.person, by=request.user)
        return redirect("ideas:gifts", centre_of(visit).slug)
    champion = getattr(visit.person, "champion", None) if visit.is_champion else None
    wishing = GiftWish.objects.of(centre_of(visit))
    context = {
        "centre": visit.centre,
        "champion": champion,
        "wishes": wishing.filter(person=visit.person).exists(),
        "form": form if can_write_down(visit) else None,
    }
    return render(request, "ideas/gifts.html", context)
