"""Rows about groups and programmes that have nobody to turn to."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from champions.models import Centre
from champions.services.standing_in import circles_with_nobody
from cms.services.carrying_on import with_nobody
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


def programmes_with_nobody(centre: Centre, today: date) -> Rows:
    for programme in with_nobody(centre):
        yield Row(
            key=f"carry-on:{programme.pk}",
            due=today,
            centre=centre,
            thing=programme,
            circle_id=programme.circle_id,
            title=_("Nobody runs “%(title)s” just now") % {"title": programme},
            rule=_("On a break, moved on or died: somebody is asked to carry on."),
            verb=_("Name somebody"),
            url=reverse("programmes:hand_over", args=[centre.slug, programme.slug]),
        )
