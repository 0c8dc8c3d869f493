"""Quick entry: the cards of a workshop, typed a line each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.permissions import CentreRequest, access
from champions.services.views_log import note_view
from ideas.cards import from_whom
from ideas.forms.quick import QuickForm
from ideas.models import Idea
from ideas.permissions import SEE_ALL, centre_of
from ideas.services.quick import entered, undo_entry


@access(*SEE_ALL, twin="phone:ideas:write_down")
def quick(request: CentreRequest, **_address: Any) -> HttpResponse:
    """The form; and below it what the form before gave, with undo
    (`?entered=<its id>`)."""
    if "undo" in request.POST:
        return _undo(request)
    form = QuickForm(request.POST or None, visit=request.visit)
    note_view(request, form.found)
    if form.is_valid() and form.all_asked:
        _say_what_came(request, form, form.enter(by=request.user))
        return _to_entered(request, str(form.cleaned_data["entry"]))
    entry = _entry_of(request)
    ideas = entered(centre_of(request.visit), entry, by=request.user)
    context = {
        "form": form,
        "centre": request.visit.centre,
        "rows": [{"idea": one, "from_whom": from_whom(one)} for one in ideas],
        "entry": entry,
    }
    return render(request, "ideas/quick.html", context)


def _say_what_came(request: CentreRequest, form: QuickForm, ideas: list[Idea]) -> None:
    note_view(request, [idea.author for idea in ideas])
    count, known = len(ideas), len(form.cards) - len(ideas)
    said = [ngettext("%d idea is entered.", "%d ideas are entered.", count) % count]
    if known:
        words = ngettext("%d was known already.", "%d were known already.", known)
        said.append(words % known)
    messages.success(request, " ".join(said))


def _entry_of(request: CentreRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("entered", ""))
    except ValueError:
        return None


def _to_entered(request: CentreRequest, entry: str) -> HttpResponse:
    address = reverse("ideas:quick", args=[centre_of(request.visit).slug])
    return redirect(f"{address}?{urlencode({'entered': entry})}")


def _undo(request: CentreRequest) -> HttpResponse:
    """Only what this very writer entered; pressed twice it is gone once."""
    typed = request.POST["undo"]
    ideas = Idea.objects.of(centre_of(request.visit)).exclude(entry=None)
    idea = ideas.filter(pk=typed).first() if typed.isdecimal() else None
    entry = str(_entry_of(request) or "")
    if idea and undo_entry(idea, by=request.user):
        messages.success(request, _("It is taken out: %(what)s") % {"what": idea.what})
    elif idea:
        messages.warning(
            request, _("Somebody has said something to it already. It stays.")
        )
    return _to_entered(request, entry)
