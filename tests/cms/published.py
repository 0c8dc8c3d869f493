"""A programme in public, and its dates as five independent readers find them."""

from __future__ import annotations

from datetime import time

from cms.enums import Pattern
from cms.models import Programme
from cms.services import programmes
from tests.factories import in_days

WORDS = {
    "what": "Paint, and a warm cup.",
    "about": "We paint what we like.",
    "first_visit": "",
}


def facts(**others):
    return {
        "title": "Coffee & Colour",
        "language": "en",
        "pattern": Pattern.WEEKLY,
        "first_on": in_days(3),
        "last_on": None,
        "at": time(10),
        "until": time(11, 30),
        "place": "Library back room",
        "directions": "",
        "access": ["step_free"],
        "is_free": True,
        "cost": "",
        "drop_in": True,
        "places": None,
    } | others


def describe(centre, lead, *, words=WORDS, **others) -> Programme:
    """A programme whose page nobody has published yet."""
    return programmes.describe_programme(
        centre, lead=lead, by=lead.user, facts=facts(**others), words=words
    )


def publish(programme) -> Programme:
    programmes.original_page(programme).get_latest_revision().publish()
    programme.refresh_from_db()
    return programme


def in_public(centre, lead, **others) -> Programme:
    return publish(describe(centre, lead, **others))
