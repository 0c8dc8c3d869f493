"""What a bundle of letters is called, for whoever prints them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from champions.when import day_in_words
from meetings.models import Mailing, Meeting


def title_of_topic(topic: str) -> str:
    """Words for `mailing:7` or `meeting:42`; nothing for a topic of another room. It is
    asked only about letters that the reader may see."""
    kind, _colon, key = topic.partition(":")
    if kind == "mailing":
        mailing = Mailing.objects.select_related("meeting").filter(pk=key).first()
        return _invited_to(mailing.meeting) if mailing else ""
    if kind == "meeting":
        meeting = Meeting.objects.filter(pk=key).first()
        return _about(meeting) if meeting else ""
    return ""


def _invited_to(workshop: Meeting) -> str:
    words = _("Invitations to the welcome workshop on %(day)s")
    return words % {"day": day_in_words(workshop.on)}


def _about(meeting: Meeting) -> str:
    about = {"kind": meeting.get_kind_display(), "day": day_in_words(meeting.on)}
    return _("%(kind)s on %(day)s: what we tell people") % about
