"""In the admin: all that waits, “not now”, and what happened during an absence."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from champions.permissions import CentreRequest, Who, access
from cms.models import WeekHabit
from cms.panels import names_centre
from cms.services import week
from cms.this_week import rows_for
from cms.this_week.later import Later, put_off_by
from cms.what_happened import what_happened as chapters_of
from meetings.services.refusals import RefusedError

KEEPERS = (Who.LEAD, Who.SUPPORTER, Who.NETWORK)
TWIN = "none: for staff, at a desk; by `manage.py this_week` too"
HOME = "wagtailadmin_home"
USUAL_DAYS = 7
# Further back, the history of the centre is the better place to look.
MOST_DAYS = 8 * 7


@access(*KEEPERS, twin=TWIN)
@require_safe
def all_rows(request: CentreRequest) -> HttpResponse:
    """Everything that waits, what was put off too."""
    context = {
        "heading": _("All that waits"),
        "rows": put_off_by(request.user, rows_for(request.user)),
        "names_centre": names_centre(request.user),
        "is_lead": Who.LEAD.value in request.visit.roles,
        "by_mail": WeekHabit.objects.filter(user=request.user, by_mail=True).exists(),
    }
    return render(request, "cms/week/all.html", context)


@access(*KEEPERS, twin=TWIN)
@require_POST
def not_now(request: CentreRequest) -> HttpResponse:
    """Put a row off: `centre` and `key` name it, `until` is one of three words."""
    row = _row(request)
    try:
        week.put_off(row, until=Later(request.POST.get("until", "")), by=request.user)
    except (ValueError, RefusedError):
        messages.info(request, _("It would be late then. It stays here."))
    else:
        messages.success(request, _("Put off. It is under “All” meanwhile."))
    return redirect(HOME)


def _row(request: CentreRequest):
    name = (request.POST.get("centre"), request.POST.get("key"))
    for row in rows_for(request.user):
        if (str(row.centre.pk), row.key) == name:
            return row
    raise Http404


@access(*KEEPERS, twin=TWIN)
@require_POST
def back(request: CentreRequest) -> HttpResponse:
    """Show a row again that the visitor put off."""
    row = _row(request)
    week.take_back(row, by=request.user)
    return redirect("week_all")


@access(Who.LEAD, twin=TWIN)
@require_POST
def by_mail(request: CentreRequest) -> HttpResponse:
    """`wanted`: "yes", or nothing for no more."""
    wanted = request.POST.get("wanted") == "yes"
    week.want_by_mail(request.user, wanted=wanted)
    said = _("It comes on Mondays.") if wanted else _("No more Monday mail.")
    messages.success(request, said)
    return redirect("week_all")


@access(*KEEPERS, twin=TWIN)
@require_safe
def what_happened(request: CentreRequest) -> HttpResponse:
    """Since the last look before an absence, or since `?since=` a day."""
    habit = WeekHabit.objects.filter(user=request.user).first()
    wall = week.wall_of(request.user)
    today = timezone.localdate(timezone=wall)
    away_since = habit.away_since if habit else None
    usual = today - timedelta(days=USUAL_DAYS)
    if away_since:
        usual = timezone.localdate(away_since, wall)
    since = _since(request, usual, today)
    context = {
        "heading": _("What happened"),
        "since": since,
        "first": today - timedelta(days=MOST_DAYS),
        "today": today,
        "chapters": chapters_of(request.user, since),
        "names_centre": names_centre(request.user),
        "was_away": bool(away_since),
    }
    return render(request, "cms/week/what_happened.html", context)


def _since(request: CentreRequest, usual: date, today: date) -> date:
    """The day that was asked for, at most some weeks ago and not to come."""
    try:
        asked = parse_date(request.GET.get("since", "")) or usual
    except ValueError:  # a day that no calendar has
        asked = usual
    return min(max(asked, today - timedelta(days=MOST_DAYS)), today)


@access(*KEEPERS, twin=TWIN)
@require_POST
def caught_up(request: CentreRequest) -> HttpResponse:
    """They have read it; it is not offered again."""
    week.caught_up(request.user)
    return redirect(HOME)
