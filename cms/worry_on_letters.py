"""Whom a worry goes to stands on every letter: said to the room below at start."""

from __future__ import annotations

from champions.messages.letters import HEARS_WORRIES
from champions.models import Centre
from cms.services.worries import who_hears


def _name(centre: Centre) -> str:
    hears = who_hears(centre)
    return hears.first_name if hears else ""


def name_who_hears() -> None:
    """Called once, at start."""
    HEARS_WORRIES[:] = [_name]
