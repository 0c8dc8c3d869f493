"""The reply to a gathering, for whoever holds the seat."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.enums import MeetingKind, NeedKind, Reply, Say
from meetings.models import Need, Seat
from meetings.services.needs import Wish

MOST_COMPANIONS = 5
# What each reply was said with; not coming may have been said in two ways.
SAID: dict[str, Say] = {
    Reply.HOPING: Say.YES,
    Reply.COMING: Say.YES,
    Reply.WAITING: Say.YES,
    Reply.MAYBE: Say.MAYBE,
    Reply.NOT_COMING: Say.NO,
}
# A group's get-together asks no more than this; "ask me again" belongs to a workshop.
SHORT = [
    (Say.YES.value, _("Yes, I am coming")),
    (Say.MAYBE.value, _("Not sure yet")),
    (Say.NO.value, _("No, I cannot come")),
]


class SeatForm(forms.Form):
    """One question; what would help, and who comes along, are there for who wants."""

    say = forms.ChoiceField(
        label=_("Are you coming?"),
        choices=SHORT,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    needs = forms.MultipleChoiceField(
        label=_("What would help you to come?"),
        choices=NeedKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    need_words = forms.CharField(
        label=_("Tell us more"),
        max_length=200,
        required=False,
        help_text=_("Like: from Birch Road, with a walker."),
    )
    tell_group = forms.BooleanField(
        label=_("The group may know that it is for me"),
        help_text=_("Else the group sees only how many people need what."),
        required=False,
    )
    companions = forms.IntegerField(
        label=_("How many people come with you?"),
        min_value=0,
        max_value=MOST_COMPANIONS,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    helped_by = forms.CharField(
        label=_("Who helps you with this form?"),
        max_length=80,
        required=False,
        help_text=_("A first name is enough."),
    )

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        kwargs.setdefault("initial", said_before(seat))
        super().__init__(*args, **kwargs)
        if seat.meeting.kind == MeetingKind.WELCOME:
            cast(forms.ChoiceField, self.fields["say"]).choices = Say.choices

    def clean_companions(self) -> int:
        return self.cleaned_data.get("companions") or 0

    def wishes(self) -> list[Wish]:
        """What would help, each with the words that were said beside it."""
        said = self.cleaned_data
        kinds = said["needs"] or ([NeedKind.OTHER] if said["need_words"] else [])
        return [Wish(kind, said["need_words"], said["tell_group"]) for kind in kinds]


def said_before(seat: Seat) -> dict[str, Any]:
    """The reply given before, or nothing chosen."""
    needs = list(Need.objects.filter(seat_id=seat.pk))
    return {
        "say": SAID.get(seat.reply, ""),
        "companions": seat.companions or None,
        "helped_by": seat.helped_by,
        "needs": [need.kind for need in needs],
        "need_words": needs[0].words if needs else "",
        "tell_group": any(need.tell_group for need in needs),
    }
