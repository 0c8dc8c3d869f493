"""The reply to a gathering, for whoever holds the seat."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.enums import MeetingKind, Reply, Say
from meetings.forms.helping import HelpForm, said_before
from meetings.models import Seat
from meetings.services.places import is_full

# A group's get-together asks no more than this; "ask me again" belongs to a workshop.
SHORT = [
    (Say.YES.value, _("Yes, I am coming")),
    (Say.MAYBE.value, _("Not sure yet")),
    (Say.NO.value, _("No, I cannot come")),
]
# Where all places are taken.
NEXT_TIME = (Say.LATER.value, _("Not this time. Tell me next time"))


HAS_A_PLACE = frozenset({Reply.COMING})


class SeatForm(HelpForm):
    """One question; what would help, and who comes along, are there for who wants."""

    say = forms.ChoiceField(
        label=_("Are you coming?"),
        choices=SHORT,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    tell_group = forms.BooleanField(
        label=_("The group may know that it is for me"),
        help_text=_("Else the group sees only how many people need what."),
        required=False,
    )
    field_order = ("say", "needs", "need_words", "tell_group")

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        kwargs.setdefault("initial", said_before(seat))
        super().__init__(*args, **kwargs)
        if seat.meeting.kind == MeetingKind.WELCOME:
            cast(forms.ChoiceField, self.fields["say"]).choices = Say.choices
        elif seat.reply not in HAS_A_PLACE and is_full(seat.meeting, seat.audience):
            cast(forms.ChoiceField, self.fields["say"]).choices = [*SHORT, NEXT_TIME]
