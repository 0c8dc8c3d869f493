"""Rows about get-togethers: a group always has its next date, and what would help
somebody to come is arranged before it."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.models import Centre
from champions.when import day_in_words
from cms.this_week.row import Row, Rows, day_at
from meetings import cadence
from meetings.enums import Stage, Strand, Urgency
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
        circle, clock = group.circle, group.clock
        if group.urgency == Urgency.FINE or clock.stage not in rules:
            continue
        last_on = cadence.last_good_day(policy, clock.stage, clock.counts_from)
        stays = group.rhythm.strand == Strand.MONTHLY
        yield Row(
            key=f"no-date:{circle.pk}{':monthly' if stays else ''}",
            due=last_on or day_at(centre, circle.created_at),
            last_on=last_on,
            centre=centre,
            thing=circle,
            circle_id=circle.pk,
            title=_without_a_date(stays=stays) % {"name": circle},
            rule=rules[clock.stage],
            verb=_("Propose a date"),
            url=reverse("meetings:book", args=[centre.slug, circle.pk])
            + ("?strand=monthly" if stays else ""),
            late=group.urgency == Urgency.LATE,
        )


def _without_a_date(*, stays: bool) -> str:
    if stays:
        return _("Those of %(name)s who meet every month have no next get-together")
    return _("The group %(name)s has no next get-together")


def needs_to_arrange(centre: Centre, today: date) -> Rows:
    soon = Need.objects.of(centre).filter(
        arranged_at=None,
        seat__reply__in=["coming", "hoping", "offered"],
        seat__meeting__state="announced",
        seat__meeting__on__gte=today,
        seat__meeting__on__lte=today + timedelta(days=NEEDS_DAYS),
    )
    related = ("seat__meeting__circle__lead", "owner")
    by_meeting: dict[Meeting, list[Need]] = {}
    for need in soon.select_related(*related):
        by_meeting.setdefault(need.seat.meeting, []).append(need)
    for meeting, needs in by_meeting.items():
        count = len(needs)
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
            rule=_who_looks_after(needs),
            verb=_("Arrange it"),
            url=reverse("meetings:needs", args=[centre.slug, meeting.pk]),
        )


def _who_looks_after(needs: list[Need]) -> str:
    """The rule, and whose these are: named, so that nobody waits for somebody else."""
    rule = _("Rides and the like are arranged seven days before.")
    owners = {need.looked_after_by for need in needs} - {None}
    names = ", ".join(sorted(owner.first_name for owner in owners if owner))
    return f"{rule} " + _("With: %(names)s") % {"names": names} if names else rule
