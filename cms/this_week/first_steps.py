"""Before a centre's first workshop: a gentle reminder of what to think of."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from champions.models import Centre
from cms.this_week.row import Row, Rows
from meetings.services.first_steps import are_open, first_workshop


def before_the_first_workshop(centre: Centre, today: date) -> Rows:
    workshop = first_workshop(centre)
    if workshop is None or not are_open(centre):
        return
    yield Row(
        key="first-steps",
        due=workshop.on,
        last_on=workshop.on,
        centre=centre,
        thing=workshop.circle or centre,
        circle_id=workshop.circle_id,
        title=_("Before the first workshop: five things to think of"),
        rule=_("Nothing waits for them. They make the day easier."),
        verb=_("Look at them"),
        url=reverse("workshops:before", args=[centre.pk]),
    )
