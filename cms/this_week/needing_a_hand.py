"""Rows about people who come to a welcome workshop and cannot be told anything."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from champions.models import Centre
from cms.this_week.row import Row, Rows
from meetings.needing_a_hand.people import heading_of, how_many
from meetings.services.workshops import workshops


def yes_and_cannot_be_told(centre: Centre, today: date) -> Rows:
    ahead = list(workshops(centre).upcoming().select_related("circle"))
    counts = how_many("untold", ahead, today) if ahead else {}
    for workshop in ahead:
        count = counts.get(workshop.pk, 0)
        if not count:
            continue
        yield Row(
            key=f"untold:{workshop.pk}",
            due=workshop.reply_by or workshop.on,
            last_on=workshop.on,
            centre=centre,
            thing=workshop.circle or centre,
            circle_id=workshop.circle_id,
            title=heading_of("untold", count),
            rule=_("No mail, letter or call about the welcome workshop reaches them."),
            verb=_("See who"),
            url=reverse(
                "meetings:hand_people", args=[centre.slug, workshop.pk, "untold"]
            ),
        )
