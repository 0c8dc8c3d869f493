"""Rows about ideas and promises: every idea is heard, every promise kept or changed."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from champions.models import Centre
from cms.this_week.row import Row, Rows
from ideas.models import Idea, Promise


def ideas_to_hear(centre: Centre, today: date) -> Rows:
    for idea in Idea.objects.of(centre).unheard().select_related("centre"):
        yield Row(
            key=f"hear:{idea.pk}",
            due=idea.hear_by,
            last_on=idea.hear_by,
            centre=centre,
            thing=idea,
            circle_id=idea.circle_id,
            sewn="new",
            title=_("The idea “%(idea)s” waits for a first word") % {"idea": idea.what},
            rule=_("Every idea is heard within 14 days."),
            verb=_("Say we heard you"),
            url=reverse("ideas:detail", args=[centre.slug, idea.pk]),
            late=idea.hear_by < today,
        )


def promises_to_keep(centre: Centre, today: date) -> Rows:
    late = Promise.objects.of(centre).late(today)
    for promise in late.select_related("idea", "circle", "centre"):
        yield Row(
            key=f"promise:{promise.pk}",
            due=promise.due_on,
            last_on=promise.due_on,
            centre=centre,
            thing=promise.idea or promise.circle or centre,
            circle_id=promise.circle_id,
            title=_("We promised: %(words)s") % {"words": promise.words},
            rule=_("The group sees it as late."),
            verb=_("Keep or change it"),
            url=_where_promised(promise),
            late=True,
        )


def _where_promised(promise: Promise) -> str:
    """The page of its idea; what was promised without one stands on those of the
    group's get-togethers."""
    slug = promise.centre.slug
    if promise.idea_id:
        return reverse("ideas:detail", args=[slug, promise.idea_id])
    return reverse("meetings:list", args=[slug])
