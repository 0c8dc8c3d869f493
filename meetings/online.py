"""The link by which people take part from home. The room above knows it, and tells it
through the hook `online_link_of_meeting`; only who has a place hears it."""

from __future__ import annotations

from wagtail import hooks

from meetings.enums import HOLDING, MeetingKind, MeetingState
from meetings.models import Seat


def online_link_of(seat: Seat) -> str:
    """Nothing where there is none, and for who does not come."""
    meeting = seat.meeting
    is_open = meeting.kind == MeetingKind.SESSION and seat.reply in HOLDING
    if not is_open or meeting.state == MeetingState.CANCELLED:
        return ""
    links = (ask(meeting) for ask in hooks.get_hooks("online_link_of_meeting"))
    return next((link for link in links if link), "")
