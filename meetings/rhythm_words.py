"""How often a group meets, as it is said to the group; and what the guidebook says."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from champions.when import day_in_words
from meetings.cadence import GUIDEBOOK, Limits, Policy
from meetings.enums import Stage
from meetings.models import Rhythm

# Each limit with the place in the guidebook it comes from, or that it is our reading.
SOURCES = {
    "second_ideal": gettext_lazy(
        "The guidebook, step 5: meet again within 2 to 3 weeks. It starts with 14."
    ),
    "second_latest": gettext_lazy(
        "The guidebook, step 5: no more than 3 weeks. It starts with 21."
    ),
    "monthly_from": gettext_lazy(
        "The guidebook, step 5: every month until champions are ready. We read it as "
        "4 weeks: it starts with 28."
    ),
    "monthly_to": gettext_lazy(
        "The guidebook, step 5: every month. We read it as 5 weeks at most: it starts "
        "with 35."
    ),
    "monthly_late": gettext_lazy(
        "The guidebook names no day. Ours is a month and a half: it starts with 45."
    ),
    "quarterly_ideal": gettext_lazy(
        "The guidebook, step 5: every quarter. That is 13 weeks: it starts with 91."
    ),
    "quarterly_late": gettext_lazy(
        "The guidebook names no day. Ours is four months: it starts with 120."
    ),
}


@dataclass(frozen=True)
class Line:
    """What the centre has chosen, and what the guidebook says in its place."""

    ours: str
    guidebook: str


def changed_lines(policy: Policy) -> list[Line]:
    """The centre's limits that are not the guidebook's, in plain words."""
    rows = (
        (_second(policy.second), _second(GUIDEBOOK.second)),
        (_monthly(policy.monthly), _monthly(GUIDEBOOK.monthly)),
        (_quarterly(policy.quarterly), _quarterly(GUIDEBOOK.quarterly)),
    )
    return [Line(ours, guidebook) for ours, guidebook in rows if ours != guidebook]


def _second(limits: Limits) -> str:
    return _(
        "We meet again %(best)s days after the welcome workshop, or at the latest after "
        "%(latest)s days."
    ) % {"best": limits.ideal_from, "latest": limits.latest}


def _monthly(limits: Limits) -> str:
    return _(
        "Monthly means every %(first)s to %(last)s days. After %(latest)s days the group "
        "is told why."
    ) % {
        "first": limits.ideal_from,
        "last": limits.ideal_to,
        "latest": limits.latest,
    }


def _quarterly(limits: Limits) -> str:
    return _(
        "Quarterly means about every %(best)s days. After %(latest)s days the group is "
        "told why."
    ) % {"best": limits.ideal_from, "latest": limits.latest}


def how_we_meet(rhythm: Rhythm, policy: Policy) -> str:
    """One sentence for the group's page."""
    if rhythm.stage in (Stage.RESTING, Stage.CLOSED):
        return _stopped(rhythm)
    sentences = {
        Stage.SECOND.value: _(
            "After the welcome workshop we meet again within %(days)s days."
        )
        % {"days": policy.second.latest},
        Stage.MONTHLY.value: _("We meet every month."),
        Stage.QUARTERLY.value: _("We meet every quarter."),
    }
    return sentences[rhythm.stage]


def _stopped(rhythm: Rhythm) -> str:
    since = {"day": day_in_words(rhythm.stopped_on) if rhythm.stopped_on else ""}
    if rhythm.stage == Stage.RESTING:
        return _("We rest since %(day)s.") % since
    return _("The group came to its end on %(day)s.") % since
