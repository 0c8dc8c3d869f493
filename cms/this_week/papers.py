"""The papers of a day: printed the day before, so that nothing in the room needs the
net."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from champions.models import Centre
from champions.when import day_in_words
from cms.this_week.row import Row, Rows
from meetings.models import Meeting
from meetings.services.papers import days_to_print


def papers_to_print(centre: Centre, today: date) -> Rows:
    bare = Q(papers=None) | Q(papers__printed_at=None)
    for meeting in days_to_print(centre).filter(bare).select_related("circle"):
        yield Row(
            key=f"papers:{meeting.pk}",
            due=meeting.on,
            last_on=meeting.on,
            centre=centre,
            thing=meeting.circle or centre,
            circle_id=meeting.circle_id,
            title=_title(meeting, today),
            rule=_("Then nothing in the room needs the net."),
            verb=_("Print them"),
            url=reverse("meetings:papers", args=[centre.slug, meeting.pk]),
            posts=True,
        )


def _title(meeting: Meeting, today: date) -> str:
    if meeting.on > today:
        return _("Print the papers for tomorrow")
    return _("Print the papers for today, %(day)s") % {"day": day_in_words(meeting.on)}
