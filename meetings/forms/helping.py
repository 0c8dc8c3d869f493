"""What would help somebody to come, and who comes along: the same in every reply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.enums import NeedKind, Reply, Say
from meetings.models import Need, Seat
from meetings.services.needs import Wish

MOST_COMPANIONS = 5
# What a reply on the seat was said with.
SAID: Mapping[str, Say] = {
    Reply.HOPING: Say.YES,
    Reply.COMING: Say.YES,
    Reply.WAITING: Say.YES,
    Reply.OFFERED: Say.YES,
    Reply.MAYBE: Say.MAYBE,
}


class HelpForm(forms.Form):
    """The part of a reply that nobody has to fill in."""

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

    def clean_companions(self) -> int:
        return self.cleaned_data.get("companions") or 0

    def wishes(self) -> list[Wish]:
        """What would help, each with the words that were said beside it."""
        said = self.cleaned_data
        kinds = said["needs"] or ([NeedKind.OTHER] if said["need_words"] else [])
        tell_group = said.get("tell_group", False)
        return [Wish(kind, said["need_words"], tell_group) for kind in kinds]


def said_before(seat: Seat | None, *, not_coming: Say = Say.NO) -> dict[str, Any]:
    """What a reply form shows first: the reply given before, or nothing chosen.
    `not_coming` is how a no was said, which the seat alone does not tell."""
    if seat is None or seat.reply == Reply.ASKED:
        return {}
    needs = list(Need.objects.filter(seat=seat))
    return {
        "say": SAID.get(
            seat.reply, Say.LATER if seat.next_time_at else not_coming
        ).value,
        "companions": seat.companions or None,
        "helped_by": seat.helped_by,
        "needs": [need.kind for need in needs],
        "need_words": needs[0].words if needs else "",
        "tell_group": any(need.tell_group for need in needs),
    }
