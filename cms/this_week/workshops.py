"""Rows about welcome workshops."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from champions.models import Centre
from champions.when import day_in_words
from cms.this_week.row import Row, Rows
from meetings.models import Meeting
from meetings.services.draw_day import draw_day
from meetings.services.workshops import wanting_a_further


def workshops_too_small(centre: Centre, today: date) -> Rows:
    """More people want to come than there are places, and there is no further workshop
    for them: one press prepares it."""
    for workshop in wanting_a_further(centre):
        yield Row(
            key=f"further:{workshop.pk}",
            due=_day(workshop),
            last_on=_day(workshop),
            centre=centre,
            thing=centre,
            circle_id=workshop.circle_id,
            title=_("More people hope to come on %(day)s than there are places")
            % {"day": day_in_words(workshop.on)},
            rule=_rule(workshop),
            verb=_("Prepare a further workshop"),
            url=reverse("workshops:further", args=[workshop.pk]),
            posts=True,
        )


def _day(workshop: Meeting) -> date:
    given = workshop.confirmed_at is not None
    return workshop.on if given else draw_day(workshop) or workshop.on


def _rule(workshop: Meeting) -> str:
    if workshop.confirmed_at:
        return _("Who got no place comes first at a further workshop.")
    return _(
        "Lots are drawn on %(day)s. You can make room before. Who gets no place comes "
        "first at a further workshop."
    ) % {"day": day_in_words(_day(workshop))}
