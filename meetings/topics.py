"""What a bundle of letters is called, for whoever prints them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from champions.when import day_in_words
from meetings.models import Mailing, Meeting, RhythmQuestion

HOW_OFTEN = {
    "how-often": gettext_lazy("How often shall we meet? To the group %(group)s"),
    "how-often-written": gettext_lazy(
        "How often shall we meet? To the group %(group)s"
    ),
    "how-often-changed": gettext_lazy("How often the group %(group)s meets now"),
}


def title_of_topic(topic: str) -> str:
    """Words for `mailing:7` or `meeting:42`; nothing for a topic of another room. It is
    asked only about letters that the reader may see."""
    kind, _colon, key = topic.partition(":")
    if kind == "mailing":
        mailing = Mailing.objects.select_related("meeting").filter(pk=key).first()
        return _invited_to(mailing.meeting) if mailing else ""
    if kind == "asked_again":
        meeting = Meeting.objects.filter(pk=key).first()
        return _reminder_of(meeting) if meeting else ""
    if kind == "meeting":
        meeting = Meeting.objects.filter(pk=key).first()
        return _about(meeting) if meeting else ""
    if kind == "notes":
        meeting = Meeting.objects.select_related("circle").filter(pk=key).first()
        return _notes_of(meeting) if meeting else ""
    if kind in HOW_OFTEN:
        question = RhythmQuestion.objects.select_related("circle").filter(pk=key)
        return _to_group(kind, question.first())
    return ""


def _to_group(kind: str, question: RhythmQuestion | None) -> str:
    return HOW_OFTEN[kind] % {"group": question.circle} if question else ""


def _invited_to(workshop: Meeting) -> str:
    words = _("Invitations to the welcome workshop on %(day)s")
    return words % {"day": day_in_words(workshop.on)}


def _reminder_of(workshop: Meeting) -> str:
    words = _("The one reminder of the welcome workshop on %(day)s")
    return words % {"day": day_in_words(workshop.on)}


def _about(meeting: Meeting) -> str:
    about = {"kind": meeting.get_kind_display(), "day": day_in_words(meeting.on)}
    return _("%(kind)s on %(day)s: what we tell people") % about


def _notes_of(meeting: Meeting) -> str:
    about = {"group": meeting.circle, "day": day_in_words(meeting.on)}
    return _("What the group %(group)s said on %(day)s") % about
