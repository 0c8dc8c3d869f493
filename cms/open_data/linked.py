"""A programme as linked data (schema.org, JSON-LD): what a search engine reads in its
page. Nothing of a person."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime

from django.conf import settings

from cms.enums import Access, Attending
from cms.models import Programme, ProgrammePage, Session
from cms.open_data.published import (
    DATES_SHOWN,
    currency_of,
    ends_at,
    is_moved,
    is_off,
    page_address,
    starts_at,
)
from cms.open_data.series import Series, series_of

# The vocabulary stands in the page itself, so that whoever reads it needs no network.
CONTEXT = {"@vocab": "https://schema.org/"}
ATTENDANCE = {
    Attending.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    Attending.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Attending.BOTH: "https://schema.org/MixedEventAttendanceMode",
}
WEEKDAYS = {
    "MO": "https://schema.org/Monday",
    "TU": "https://schema.org/Tuesday",
    "WE": "https://schema.org/Wednesday",
    "TH": "https://schema.org/Thursday",
    "FR": "https://schema.org/Friday",
    "SA": "https://schema.org/Saturday",
    "SU": "https://schema.org/Sunday",
}
# A pattern like the third Tuesday is said in words of RFC 5545, as schema.org allows.
DURATIONS = {"WEEKLY": "P{}W", "MONTHLY": "P{}M"}


def event_series(
    programme: Programme, page: ProgrammePage, shut: Container[date]
) -> dict:
    """An EventSeries in the words of one page; its dates are the programme's
    `dates_ahead`, its schedule promises no date that does not happen."""
    url = page_address(page, programme)
    schedule = _schedule(programme, series_of(programme, shut))
    dates = programme.dates_ahead[:DATES_SHOWN]
    return {
        "@context": CONTEXT,
        "@type": "EventSeries",
        "@id": f"urn:uuid:{programme.uuid}",
        "url": url,
        "name": page.title,
        "description": "\n\n".join(filter(None, (page.what, page.about))),
        "inLanguage": programme.language,
        "eventAttendanceMode": ATTENDANCE[programme.attending],
        "location": _place(programme, f"{url}#place"),
        "organizer": _organizer(programme),
        "isAccessibleForFree": programme.is_free,
        "offers": _offer(programme),
        **({"eventSchedule": schedule} if schedule else {}),
        "subEvent": [_date(one, page, f"{url}#place") for one in dates],
    }


def _schedule(programme: Programme, series: Series) -> dict | None:
    if series.rule is None or series.starts_on is None:
        return None
    rule = dict(part.split("=") for part in series.rule.split(";"))
    # A date that is not as the rule says; subEvent has it in words of its own.
    own = [one.original_on for one in series.own]
    except_on = sorted({*series.left_out, *own})
    return {
        "@type": "Schedule",
        "repeatFrequency": DURATIONS[rule["FREQ"]].format(rule.get("INTERVAL", 1)),
        "startDate": series.starts_on.isoformat(),
        "startTime": programme.at.isoformat("minutes"),
        "endTime": programme.until.isoformat("minutes"),
        "scheduleTimezone": programme.centre.zone,
        "exceptDate": [day.isoformat() for day in except_on],
        **_last_day(programme),
        **_by_rule(rule),
    }


def _last_day(programme: Programme) -> dict:
    last_on = programme.last_on
    return {"endDate": last_on.isoformat()} if last_on else {}


def _by_rule(rule: dict[str, str]) -> dict:
    """The days of a rule. One with BYSETPOS means the last named day that a month has,
    which this vocabulary cannot say: it has the latest, and subEvent the dates."""
    said: dict[str, object] = {}
    if "BYDAY" in rule:
        said["byDay"] = WEEKDAYS.get(rule["BYDAY"], rule["BYDAY"])
    for name, word in (("BYMONTHDAY", "byMonthDay"), ("BYMONTH", "byMonth")):
        if name in rule:
            said[word] = [int(number) for number in rule[name].split(",")]
    if "BYSETPOS" in rule:
        said["byMonthDay"] = [int(rule["BYMONTHDAY"].split(",")[-1])]
    return said


def _date(session: Session, page: ProgrammePage, place: str) -> dict:
    meeting = session.meeting
    same_place = meeting.place == session.programme.place
    return {
        "@type": "Event",
        "@id": f"urn:uuid:{meeting.uuid}",
        "name": page.title,
        "startDate": starts_at(session).isoformat(),
        "endDate": ends_at(session).isoformat(),
        "eventStatus": f"https://schema.org/{_status(session)}",
        "location": {"@id": place}
        if same_place
        else {"@type": "Place", "name": meeting.place},
        **_before(session),
    }


def _status(session: Session) -> str:
    if is_off(session):
        return "EventCancelled"
    return "EventRescheduled" if is_moved(session) else "EventScheduled"


def _before(session: Session) -> dict:
    """When a moved date would have been."""
    if not is_moved(session):
        return {}
    zone = session.meeting.centre.tzinfo
    at = datetime.combine(session.original_on, session.programme.at, tzinfo=zone)
    return {"previousStartDate": at.isoformat()}


def _place(programme: Programme, name: str) -> dict:
    centre = programme.centre
    return {
        "@type": "Place",
        "@id": name,
        "name": programme.place,
        "description": programme.directions,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": programme.place,
            "addressRegion": centre.region.partition("-")[2],
            "addressCountry": centre.country,
        },
        "amenityFeature": [
            {
                "@type": "LocationFeatureSpecification",
                "name": str(Access(need).label),
                "value": True,
            }
            for need in programme.access
        ],
    }


def _organizer(programme: Programme) -> dict:
    centre = programme.centre
    return {
        "@type": "Organization",
        "@id": f"urn:uuid:{centre.uuid}",
        "name": centre.local_name,
        "telephone": centre.phone,
        "url": f"{settings.BASE_URL}/{programme.language}/{centre.slug}/",
    }


def _offer(programme: Programme) -> dict:
    """Only what is free has a price that is a number; else the words say it."""
    if programme.is_free:
        return {
            "@type": "Offer",
            "price": 0,
            "priceCurrency": currency_of(programme.centre),
        }
    return {"@type": "Offer", "description": programme.cost}
