"""“This is how it will look”: the page of a programme before it is sent to be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render

from champions.permissions import CentreRequest
from champions.when import day_in_words
from cms.dates import next_days, skipped
from cms.models import Programme
from cms.services.programmes import original_page
from cms.services.sessions import days_left_out
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
    """The next five dates in words, and the days between them that are left out."""
    today = today_at(programme.centre)
    left_out = days_left_out(programme, today)
    ahead = next_days(programme.plan, left_out, start=today, most=NEXT_DAYS)
    end = ahead[-1] if ahead else today + timedelta(days=1)
    shut = skipped(programme.plan, left_out, start=today, end=end)
    names = shut_days(programme.centre, today)
    return {
        "next_dates": [_in_words(day, today) for day in ahead],
        "left_out": [f"{_in_words(day, today)} ({names.why(day)})" for day in shut],
    }


def _in_words(day: date, today: date) -> str:
    """With its year, when that is not this one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day_in_words(day)}{year}"
