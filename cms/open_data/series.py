"""A programme's dates as a calendar program keeps them: a rule that goes on by itself, the
days on which it does not, and the dates that are not as the rule says.

So that a calendar shows what the page shows: as far as dates are kept, a day of the rule
without a date is left out; later, holidays and closed days are.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta

from cms.dates import NAMED_DAYS, occurrences, rule_of, skipped
from cms.models import Programme, Session
from cms.open_data.published import is_off
from cms.services.sessions import KEPT_AHEAD
from meetings.services.rhythms import today_at

# How far ahead closed days are told; a subscribed calendar asks again long before.
TOLD_AHEAD = timedelta(days=2 * 366)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Series:
    """`days` of the rule that happen are those from `starts_on` on but for `left_out`;
    `others` are named days, where there is no rule. `own` are dates that differ from the
    rule, `apart` those that it does not know."""

    rule: str | None
    starts_on: date | None
    left_out: list[date]
    others: list[date]
    own: list[Session]
    apart: list[Session]


def series_of(programme: Programme, shut: Container[date]) -> Series:
    """Of a programme with its `dates_ahead`, at a centre whose doors are `shut` on some
    days. Nothing starts where nothing is to come."""
    dates = programme.dates_ahead
    kept = {session.original_on for session in dates}
    planned, gone = _days(programme, kept, shut)
    happening = [day for day in planned if day not in gone]
    starts_on = happening[0] if happening else None
    named = programme.pattern in NAMED_DAYS
    return Series(
        rule=_rule(programme),
        starts_on=starts_on,
        left_out=sorted(day for day in gone if starts_on and day > starts_on),
        others=happening[1:] if named else [],
        own=[one for one in dates if _differs(one) and one.original_on in happening],
        apart=[one for one in dates if one.original_on not in happening],
    )


def _days(
    programme: Programme, kept: set[date], shut: Container[date]
) -> tuple[list[date], set[date]]:
    """The days that the plan says, and those of them on which it does not happen."""
    if programme.state not in KEPT_AHEAD:
        return sorted(kept), set()
    today = today_at(programme.centre)
    begin, known_to = min({today, *kept}), max({today - ONE_DAY, *kept})
    later = {"start": known_to + ONE_DAY, "end": known_to + TOLD_AHEAD}
    planned = occurrences(programme.plan, start=begin, end=later["end"])
    gone = {day for day in planned if day <= known_to} - kept
    if programme.skips_shut_days:
        gone |= set(skipped(programme.plan, shut, **later))
    return planned, gone


def _rule(programme: Programme) -> str | None:
    if programme.state not in KEPT_AHEAD:
        return None
    zone = programme.centre.tzinfo
    return rule_of(programme.plan, at=programme.at, zone=zone)


def _differs(session: Session) -> bool:
    meeting, plan = session.meeting, session.programme
    facts = ("at", "until", "place")
    moved = meeting.on != session.original_on
    return (
        is_off(session)
        or moved
        or any(getattr(meeting, one) != getattr(plan, one) for one in facts)
    )
