"""What a get-together is called."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from champions.when import clock
from meetings.models import Meeting


def heading_of(meeting: Meeting) -> str:
    """Its own title, or the day as people say it: “Thursday at 2 pm”."""
    if meeting.title:
        return meeting.title
    words = {"weekday": date_format(meeting.on, "l"), "time": clock(meeting.at)}
    heading = _("%(weekday)s at %(time)s") % words
    return heading[:1].upper() + heading[1:]
