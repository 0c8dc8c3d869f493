"""“This is how it will look”: the page of a programme before it is sent to be read."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date, timedelta

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render

from champions.permissions import CentreRequest
from champions.when import day_in_words
from cms.dates import next_days, skipped
from cms.models import Programme
from cms.open_data.published import ahead_of, is_off
from cms.services.programmes import original_page
from cms.services.sessions import KEPT_AHEAD, WEEKS_AHEAD, days_left_out
from meetings.services.closed_days import shut_days
from meetings.services.rhythms import today_at

NEXT_DAYS = 5
# What the form itself carries from page to page.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "go"})


def show_before_sending(
    request: CentreRequest, make: Callable[[], Programme]
) -> HttpResponse:
    """The real page with its real dates: `make` does what sending does, and all of it is
    taken back once the page is drawn. What was typed goes along in the form."""
    with transaction.atomic():
        programme = make()
        page = original_page(programme).get_latest_revision_as_object()
        context = page.get_context(request) | dates_ahead(programme)
        context["typed"] = _typed(request)
        # In the other language this address is the empty form, not a page of its own.
        request.other_language_url = None
        response = render(request, "cms/programme_check.html", context)
        transaction.set_rollback(True)
    return response


def _typed(request: CentreRequest) -> list[tuple[str, str]]:
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_TYPED
    ]


def dates_ahead(programme: Programme) -> dict[str, list[str]]:
    """The next five dates in words, and the days between them that are left out. None of
    a programme that takes a break or has ended."""
    if programme.state not in KEPT_AHEAD:
        return {"next_dates": [], "left_out": []}
    today = today_at(programme.centre)
    left_out = days_left_out(programme, today)
    ahead = _ahead(programme, left_out, today)
    end = ahead[-1] if ahead else today + timedelta(days=1)
    shut = skipped(programme.plan, left_out, start=today, end=end)
    names = shut_days(programme.centre, today)
    return {
        "next_dates": [_in_words(day, today) for day in ahead],
        "left_out": [f"{_in_words(day, today)} ({names.why(day)})" for day in shut],
    }


def _ahead(programme: Programme, left_out: Container[date], today: date) -> list[date]:
    """As they are kept, moved and called off; those too far away for that by the plan."""
    kept = [one.meeting.on for one in ahead_of(programme) if not is_off(one)]
    start = today + timedelta(weeks=WEEKS_AHEAD, days=1)
    later = next_days(programme.plan, left_out, start=start, most=NEXT_DAYS)
    return [*kept, *later][:NEXT_DAYS]


def _in_words(day: date, today: date) -> str:
    """With its year, when that is not this one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day_in_words(day)}{year}"
