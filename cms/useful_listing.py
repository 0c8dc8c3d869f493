"""What a listing needs so that a neighbour, or who answers a health line, can use it. The
schema of HSDS asks for less: a service with nothing but a name is valid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

# Older than this, nobody can rely on it; the same as for the page (design, section 4).
CHECKED_WITHIN = timedelta(days=130)
# Shorter, it is a title.
LEAST_WORDS = 3


@dataclass(frozen=True)
class Need:
    """Something a listing must say: in words, whether it does, and what mends it: a
    change of the words and dates, a check that all is true, or the centre's own facts."""

    words: str
    is_met: Callable[[Mapping], bool]
    mended_by: str = "change"


def missing(service: Mapping, today: date) -> list[Need]:
    """What a whole service (HSDS) does not say, in the order in which people ask."""
    needs = (*NEEDS, Need(_("that somebody checked it"), _checked_by(today), "tick"))
    return [need for need in needs if not need.is_met(service)]


def _checked_by(today: date) -> Callable[[Mapping], bool]:
    earliest = (today - CHECKED_WITHIN).isoformat()
    return lambda service: service.get("assured_date", "") >= earliest


def _place(service: Mapping) -> Mapping:
    places = service.get("service_at_locations") or [{}]
    return places[0].get("location") or {}


def _says_when(service: Mapping) -> bool:
    """A programme on a break has no dates, and says that it is closed."""
    resting = service["status"] == "temporarily closed"
    return resting or any(one.get("next_dates") for one in service.get("schedules", []))


def _has(name: str) -> Callable[[Mapping], bool]:
    return lambda service: bool(service.get(name))


NEEDS = (
    Need(
        _("what people do there"),
        lambda service: len(service.get("description", "").split()) >= LEAST_WORDS,
    ),
    Need(_("when the next dates are"), _says_when),
    Need(_("what it costs"), _has("fees_description")),
    Need(_("in which language"), _has("languages")),
    Need(
        _("how one gets in"), lambda service: bool(_place(service).get("accessibility"))
    ),
    Need(_("which centre it belongs to"), _has("organization"), "centre"),
    Need(_("where it is"), lambda service: bool(_place(service).get("name"))),
    Need(
        _("whom to call"),
        lambda service: any(one.get("number") for one in service.get("phones", [])),
        "centre",
    ),
)
