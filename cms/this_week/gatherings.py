"""Rows about get-togethers: a group always has its next date, and what would help
somebody to come is arranged before it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.models import Centre
from champions.when import day_in_words
from cms.this_week.row import Row, Rows, day_at
from meetings import cadence
from meetings.enums import Stage, Urgency
from meetings.models import Meeting, Need
from meetings.services.rhythms import policy_of, standings

NEEDS_DAYS = 7


def groups_without_a_date(centre: Centre, today: date) -> Rows:
    rules = {
        Stage.SECOND: _("The second get-together is within three weeks."),
        Stage.MONTHLY: _("A group that meets monthly always has its next date."),
        Stage.QUARTERLY: _("A group that meets quarterly always has its next date."),
    }
    policy = policy_of(centre)
    for group in standings(centre, today):
        circle, rhythm = group.circle, group.rhythm
        if group.urgency == Urgency.FINE or rhythm.stage not in rules:
            continue
        last_on = cadence.last_good_day(policy, rhythm.stage, rhythm.counts_from)
        yield Row(
            key=f"no-date:{circle.pk}",
            due=last_on or day_at(centre, circle.created_at),
            last_on=last_on,
            centre=centre,
            thing=circle,
            circle_id=circle.pk,
            title=_("The group %(name)s has no next get-together") % {"name": circle},
            rule=rules[rhythm.stage],
            verb=_("Propose a date"),
            url=reverse("meetings:book", args=[centre.slug, circle.pk]),
            late=group.urgency == Urgency.LATE,
        )


def needs_to_arrange(centre: Centre, today: date) -> Rows:
    soon = Need.objects.of(centre).filter(
        arranged_at=None,
        seat__reply__in=["coming", "hoping", "offered"],
        seat__meeting__state="announced",
        seat__meeting__on__gte=today,
        seat__meeting__on__lte=today + timedelta(days=NEEDS_DAYS),
    )
    counts = dict(soon.order_by().values_list("seat__meeting").annotate(n=Count("pk")))
    meetings = Meeting.objects.of(centre).filter(pk__in=counts)
    for meeting in meetings.select_related("circle"):
        count = counts[meeting.pk]
        yield Row(
            key=f"needs:{meeting.pk}",
            due=meeting.on,
            last_on=meeting.on,
            centre=centre,
            thing=meeting.circle or centre,
            circle_id=meeting.circle_id,
            title=ngettext(
                "%(n)s thing would help somebody to come on %(day)s",
                "%(n)s things would help somebody to come on %(day)s",
                count,
            )
            % {"n": count, "day": day_in_words(meeting.on)},
            rule=_("Rides and the like are arranged seven days before."),
            verb=_("Arrange it"),
            url=reverse("meetings:detail", args=[centre.slug, meeting.pk]) + "#needs",
        )
