"""“No more Monday mail”: from the foot of the mail, or by the mail program's own button
(RFC 8058). Opening the page changes nothing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from champions.permissions import Who, access
from champions.views.stopping import ONE_CLICK
from cms.models import WeekHabit
from cms.services.week import want_by_mail
from cms.services.week_mail import habit_of_link


# A mail program holds no cookie of ours; its one click can do nothing but stop.
@csrf_exempt
@access(Who.HOLDER, twin="none: it ends a mail, and the admin has the same button")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the Monday mail of this link; beginning again is done in the admin."""
    habit = habit_of_link(token)
    if habit is None:
        raise Http404
    if request.POST.get(ONE_CLICK[0]) == ONE_CLICK[1]:
        want_by_mail(habit.user, wanted=False)
        return HttpResponse(status=204)
    return _page(request, habit)


@csrf_protect
def _page(request: HttpRequest, habit: WeekHabit) -> HttpResponse:
    if request.method == "POST":
        want_by_mail(habit.user, wanted=False)
        return redirect(request.path)
    return render(request, "cms/week/stop.html", {"by_mail": habit.by_mail})
