"""Rows about groups and programmes that have nobody to turn to."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from champions.models import Centre
from champions.services.standing_in import circles_with_nobody
from cms.this_week.row import Row, Rows


def groups_with_nobody(centre: Centre, today: date) -> Rows:
    for circle in circles_with_nobody(centre):
        yield Row(
            key=f"nobody:{circle.pk}",
            due=today,
            centre=centre,
            thing=circle,
            circle_id=circle.pk,
            title=_("The group %(name)s has nobody to turn to") % {"name": circle},
            rule=_("A group always has a point person here, or a back-up."),
            verb=_("Name somebody"),
            url=reverse("champions:hand_over", args=[centre.slug, circle.pk]),
        )
