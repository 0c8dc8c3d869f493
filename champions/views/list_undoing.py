"""Taking an import back: what would happen in numbers, then the button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from champions.permissions import CentreRequest, Who, access
from champions.services.list_bells import ListMovedError
from champions.services.list_undoing import foresee, start_undo, why_not
from champions.views.contact_lists import NAMES, TWIN, tell_moved, visible_list


@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def undo(request: CentreRequest, pk: int) -> HttpResponse:
    contact_list = visible_list(request, pk)
    if reason := why_not(contact_list):
        messages.info(request, reason)
        return redirect(NAMES["list"], pk)
    if request.method == "POST":
        try:
            start_undo(contact_list, by=request.user)
        except ListMovedError:
            tell_moved(request)
        return redirect(NAMES["list"], pk)
    context = {
        "heading": _("Take this import back"),
        "list": contact_list,
        "undoing": foresee(contact_list),
    }
    return render(request, "champions/contact_lists/undo.html", context)
