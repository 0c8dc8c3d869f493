"""What the room of champions is told of this one, at start: whom a worry goes to, on each
letter, and what is called like a centre."""

from __future__ import annotations

from champions.messages.letters import HEARS_WORRIES
from champions.models import Centre
from champions.services.centres import HEAR_OF_A_NAME
from cms.services.centres import follow_name
from cms.services.worries import who_hears


def _name(centre: Centre) -> str:
    hears = who_hears(centre)
    return hears.first_name if hears else ""


def tell() -> None:
    """Called once, at start."""
    HEARS_WORRIES[:] = [_name]
    HEAR_OF_A_NAME[:] = [follow_name]
