"""Where our ideas stand: one page for champions and staff, read together each quarter."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from champions.permissions import CentreRequest, access
from ideas.mirror import Span, mirror_of
from meetings.enums import WRITTEN_DOWN
from meetings.models import RhythmWord
from meetings.permissions import TABLE, centre_of, circles_of
from meetings.rhythm_words import changed_lines
from meetings.services.rhythms import policy_of, today_at

MONTHS, MOST_SHOWN = 3, 8


@access(*TABLE, twin="print:meetings:mirror")
def mirror(request: CentreRequest, **_address: str) -> HttpResponse:
    """By quarter and group; a nonsense choice shows this quarter of the whole centre."""
    centre = centre_of(request.visit)
    circles = list(circles_of(request.visit, request.user).order_by("name"))
    chosen = request.GET.get("group", "")
    circle = next((one for one in circles if str(one.pk) == chosen), None)
    quarters = quarters_until(today_at(centre))
    asked = request.GET.get("quarter", "")
    quarter = next((one for one in quarters if name_of(one) == asked), quarters[0])
    span = Span(centre, quarter, after(quarter), circle)
    context = {
        "centre": centre,
        "circle": circle,
        "circles": circles,
        "quarters": [(name_of(one), in_words(one)) for one in quarters],
        "quarter": name_of(quarter),
        "quarter_words": in_words(quarter),
        "said": mirror_of(span, _how_often_said(span)),
        "changed": changed_lines(policy_of(centre)),
    }
    return render(request, "meetings/mirror.html", context)


def _how_often_said(span: Span) -> list[bool]:
    """Whether each answer to “how often shall we meet?” was written down by staff."""
    words = RhythmWord.objects.of(span.centre).filter(span.within("at"))
    words = words.filter(span.of_group("answer__question__circle"), not_mine_at=None)
    return [how in WRITTEN_DOWN for how in words.values_list("how", flat=True)]


def quarters_until(today: date) -> list[date]:
    """First days of this quarter and those before it, the newest first."""
    number = today.year * 4 + (today.month - 1) // MONTHS
    return [
        date(one // 4, one % 4 * MONTHS + 1, 1)
        for one in range(number, number - MOST_SHOWN, -1)
    ]


def after(first: date) -> date:
    """The day after the quarter's last."""
    number = first.year * 4 + first.month // MONTHS + 1
    return date(number // 4, number % 4 * MONTHS + 1, 1)


def name_of(first: date) -> str:
    """“2026-4”."""
    return f"{first.year}-{first.month // MONTHS + 1}"


def in_words(first: date) -> str:
    words = (
        _("January to March %(year)s"),
        _("April to June %(year)s"),
        _("July to September %(year)s"),
        _("October to December %(year)s"),
    )
    return words[first.month // MONTHS] % {"year": first.year}
