"""Rows about welcome workshops."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from champions.models import Centre
from champions.when import day_in_words
from cms.this_week.row import Row, Rows
from meetings.services.workshops import waiting_for_a_decision


def workshops_to_decide(centre: Centre, today: date) -> Rows:
    for workshop in waiting_for_a_decision(centre):
        yield Row(
            key=f"decide:{workshop.pk}",
            due=workshop.on,
            last_on=workshop.on,
            centre=centre,
            thing=centre,
            circle_id=workshop.circle_id,
            title=_("More people hope to come on %(day)s than there are places")
            % {"day": day_in_words(workshop.on)},
            rule=_("Nobody is chosen by machine: make room, or add a workshop."),
            verb=_("Decide"),
            url=reverse("workshops:one", args=[workshop.pk]),
        )
