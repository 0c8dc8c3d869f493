"""A promise that needs another day, or a word whether it still stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from champions.only_sent import only_sent
from champions.permissions import CentreRequest, access
from ideas.forms.promises import AnotherDayForm
from ideas.models import Promise
from ideas.permissions import SEE_ALL, STAFF, can_end_promise, centre_of
from ideas.services.promises import PromiseMovedError, move_promise, still_on_list


def promise_of(request: CentreRequest, promise_id: int) -> Promise:
    rows = Promise.objects.of(centre_of(request.visit))
    related = ("idea", "centre", "circle", "person")
    return get_object_or_404(rows.select_related(*related), pk=promise_id)


@access(*STAFF, twin="none: only what staff promised has a day that counts")
def another_day(
    request: CentreRequest, promise_id: int, **_address: Any
) -> HttpResponse:
    """Linked with `?next=<address>`: back to where the promise stands."""
    promise = promise_of(request, promise_id)
    if not promise.by_staff:
        raise Http404
    form = AnotherDayForm(request.POST or None, promise=promise)
    if form.is_valid() and _moved(request, promise, form):
        return _back(request, promise)
    shown = {
        "form": form,
        "promise": promise,
        "centre": promise.centre,
        "back": _where(request, promise),
    }
    return render(request, "ideas/promise_day.html", shown)


def _moved(request: CentreRequest, promise: Promise, form: AnotherDayForm) -> bool:
    said = form.cleaned_data
    try:
        move_promise(
            promise, to=said["to"], why=said["why"], was=said["was"], by=request.user
        )
    except PromiseMovedError:
        promise.refresh_from_db()
        words = _("Somebody has just changed this promise. Please look again.")
        form.add_error(None, words)
        form.begin_again()
        return False
    messages.success(request, _("The new day stands, with your words beside it."))
    return True


@access(*SEE_ALL, twin="phone:ideas:detail")
@only_sent
def still_on_my_list(
    request: CentreRequest, promise_id: int, **_address: Any
) -> HttpResponse:
    """“Yes, I still want to do it”."""
    promise = promise_of(request, promise_id)
    if not can_end_promise(request.visit, promise):
        raise Http404
    still_on_list(promise, by=request.user)
    return _back(request, promise)


def _where(request: CentreRequest, promise: Promise) -> str:
    to = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(to, {request.get_host()}):
        return f"{to}#promises"
    if promise.idea:
        page = reverse("ideas:detail", args=[promise.centre.slug, promise.idea_id])
        return f"{page}#promises"
    return reverse("ideas:list", args=[promise.centre.slug])


def _back(request: CentreRequest, promise: Promise) -> HttpResponse:
    return redirect(_where(request, promise))
