"""Rows about what programmes need: asked for by card, on the page, or by telephone."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from champions.models import Centre
from cms.models import ThingNeeded
from cms.this_week.row import Row, Rows, day_at

ARRANGE_DAYS = 7


def things_to_arrange(centre: Centre, today: date) -> Rows:
    waiting = ThingNeeded.objects.of(centre).waiting().select_related("programme")
    for needed in waiting:
        arrange_by = day_at(centre, needed.asked_at) + timedelta(days=ARRANGE_DAYS)
        programme = needed.programme
        yield Row(
            key=f"needed:{needed.pk}",
            due=arrange_by,
            last_on=arrange_by,
            centre=centre,
            thing=programme,
            circle_id=programme.circle_id,
            title=_("“%(title)s” needs: %(what)s")
            % {"title": programme, "what": needed.what},
            rule=_("Within a week. Press when it is arranged: whoever asked is told."),
            verb=_("It is arranged"),
            url=reverse(
                "programmes:arranged", args=[centre.slug, programme.slug, needed.pk]
            ),
            posts=True,
        )
