"""When a service is open, in the words and numbers of HSDS. It knows no exceptions and
no dates that were moved: those stand in words beside the rule, and each date in
`next_dates`, a property of ours."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from cms.dates import NAMED_DAYS, rule_of
from cms.models import Programme, Session
from cms.open_data.atom import date_in_words
from cms.open_data.hsds.parts import filled, part_id
from cms.open_data.published import (
    DATES_SHOWN,
    ends_at,
    is_moved,
    is_off,
    page_address,
    starts_at,
)
from cms.services.sessions import KEPT_AHEAD
from cms.when_it_happens import when_in_words

HOUR = timedelta(hours=1)
NUMBERS = {"FREQ": "freq", "BYDAY": "byday", "BYMONTHDAY": "bymonthday"}
# Every month has a last day; HSDS cannot say “the 31st, or else the last”.
LONGEST, LAST_DAY = "31", "-1"


def schedules(programme: Programme, page) -> list[dict]:
    """One, or none of a programme that takes a break."""
    if programme.state not in KEPT_AHEAD:
        return []
    dates = programme.dates_ahead[:DATES_SHOWN]
    first = starts_at(dates[0]) if dates else _planned_start(programme)
    offset = first.strftime("%z")
    return [
        filled(
            id=part_id(programme.uuid, "schedule"),
            service_id=str(programme.uuid),
            dtstart=programme.first_on.isoformat(),
            valid_from=programme.first_on.isoformat(),
            valid_to=programme.last_on and programme.last_on.isoformat(),
            timezone=first.utcoffset() / HOUR,
            opens_at=f"{programme.at:%H:%M}{offset[:3]}:{offset[3:]}",
            closes_at=f"{programme.until:%H:%M}{offset[:3]}:{offset[3:]}",
            description=_in_words(programme),
            attending_type=str(programme.get_attending_display()),
            schedule_link=f"{page_address(page, programme)}calendar.ics",
            notes="; ".join(date_in_words(one) for one in dates),
            zone=programme.centre.zone,
            next_dates=[_date(one) for one in dates],
            **_repeats(programme),
        )
    ]


def _planned_start(programme: Programme) -> datetime:
    zone = programme.centre.tzinfo
    return datetime.combine(programme.first_on, programme.at, tzinfo=zone)


def _in_words(programme: Programme) -> str:
    """“Every Tuesday, 10 to 11:30 am”: with the months, which have no number in HSDS."""
    words = [when_in_words(programme)]
    if programme.skips_shut_days and programme.pattern not in NAMED_DAYS:
        words.append(_("Not on holidays and when the centre is closed."))
    return ". ".join(words)


def _repeats(programme: Programme) -> dict:
    rule = rule_of(programme.plan, at=programme.at, zone=programme.centre.tzinfo)
    if rule is None:
        return {}
    parts = dict(part.split("=") for part in rule.split(";"))
    if "BYSETPOS" in parts:
        parts["BYMONTHDAY"] = _last_of(parts["BYMONTHDAY"])
    said = {word: parts[name] for name, word in NUMBERS.items() if name in parts}
    return said | {"interval": int(parts.get("INTERVAL", 1))}


def _last_of(days: str) -> str:
    """What “28,29,30” means: of those that the month has, the latest."""
    latest = days.rsplit(",", 1)[-1]
    return LAST_DAY if latest == LONGEST else latest


def _date(session: Session) -> dict:
    status = "cancelled" if is_off(session) else "scheduled"
    moved_from = session.original_on.isoformat() if is_moved(session) else None
    return filled(
        id=str(session.meeting.uuid),
        starts_at=starts_at(session).isoformat(),
        ends_at=ends_at(session).isoformat(),
        status=status,
        moved_from=moved_from,
        place=session.meeting.place,
    )
