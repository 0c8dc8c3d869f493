"""“I have a code”: ten digits lead to what a link would have opened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from champions.models import Centre
from champions.permissions import CentreRequest, Who, access
from champions.services.codes import asks_name, find_code, source_of
from meetings.forms.codes import CentreForm, CodeForm
from meetings.services.codes import address_of, is_named

WHY = "phone:reply"


@access(Who.PUBLIC, twin=WHY)
def go(request: HttpRequest) -> HttpResponse:
    """Which centre is the letter from? With one centre there is nothing to ask."""
    slugs = list(Centre.objects.values_list("slug", flat=True)[:2])
    if len(slugs) == 1:
        return redirect("meetings:centre_go", centre=slugs[0])
    form = CentreForm(request.GET or None)
    if form.is_valid():
        return redirect("meetings:centre_go", centre=form.cleaned_data["centre"])
    return render(request, "meetings/go.html", {"form": form})


@access(Who.PUBLIC, twin=WHY)
def centre_go(request: CentreRequest) -> HttpResponse:
    """The one field; a right code goes where its link goes."""
    source = source_of(request)
    asking = asks_name(source)
    form = CodeForm(request.POST or None, asks_name=asking)
    centre = request.visit.centre
    if centre and request.method == "POST" and form.is_valid():
        typed, name = form.cleaned_data["code"], form.cleaned_data.get("first_name", "")
        code = find_code(
            centre,
            typed,
            source=source,
            is_theirs=lambda found: is_named(found, name),
        )
        address = code and address_of(code)
        if address:
            return redirect(address)
        form.add_error("code", _wrong(asking=asking))
    shown = {"form": form, "centre": centre, "asks_name": asks_name(source)}
    return render(request, "meetings/centre_go.html", shown)


def _wrong(*, asking: bool) -> str:
    if asking:
        return _("This code and name do not fit. Check them against your letter.")
    return _(
        "We do not know this code. Check the numbers, or call us: we do it with you."
    )
