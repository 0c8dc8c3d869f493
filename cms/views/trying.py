"""Try it: doors into the invented centres, a list to upload, begin again, start empty.

All of it answers 404 unless the installation is a demo that only this machine reaches.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from champions.permissions import SECOND_FACTOR, Who, access
from cms.demo import guide, installation
from cms.demo.ending import make_anew, start_empty
from cms.demo.sample_list import sample_list

TWIN = "none: only in an invented installation"
# Any backend will do: a door asks for no proof.
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def in_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Anywhere else the address does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not installation.doors_are_open(request):
            raise Http404
        return view(request, **kwargs)

    return guarded


@access(Who.PUBLIC, twin=TWIN)
@require_safe
@in_demo
def doors(request: HttpRequest) -> HttpResponse:
    """Three walks of five steps: a neighbour's, a champion's, a staff member's."""
    return render(request, "cms/try.html", {"walks": guide.walks()})


@access(Who.PUBLIC, twin=TWIN)
@require_POST
@in_demo
def enter(request: HttpRequest, door: str) -> HttpResponse:
    """Walk through a door: become one invented person, or nobody."""
    if door == "neighbour":
        logout(request)
        return redirect(_step(request))
    if door not in installation.DOORS:
        raise Http404
    user = installation.account_behind(door)
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    request.session[SECOND_FACTOR] = True
    return redirect(_step(request))


def _home() -> str:
    return reverse("try")


def _step(request: HttpRequest) -> str:
    """Where the step leads: an address of the guide, never one from the request."""
    wanted = request.POST.get("next", "")
    return wanted if wanted in guide.addresses() else _home()


@access(Who.PUBLIC, twin=TWIN)
@require_safe
@in_demo
def sample(request: HttpRequest) -> HttpResponse:
    """An invented contact list to upload."""
    response = HttpResponse(sample_list(), content_type="text/csv")
    response.headers["Content-Disposition"] = (
        'attachment; filename="invented-people.csv"'
    )
    return response


@access(Who.PUBLIC, twin=TWIN)
@require_POST
@in_demo
def reset(request: HttpRequest) -> HttpResponse:
    """Make the three centres anew, as they were on the first day."""
    logout(request)
    make_anew()
    return redirect(_home())


@access(Who.PUBLIC, twin=TWIN)
@require_POST
@in_demo
def end(request: HttpRequest) -> HttpResponse:
    """Start empty, and set up one's own centre."""
    logout(request)
    start_empty()
    return redirect(reverse("set_up"))
