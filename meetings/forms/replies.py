"""The one-page reply to an invitation, also as the front desk fills it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.choices import with_hint
from champions.enums import Channel
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


class ReplyForm(forms.Form):
    """Four answers with nothing chosen, one field filled in, the rest closed."""

    say = forms.ChoiceField(
        label=_("Your answer"),
        choices=Say.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four answers.")},
    )
    called = forms.CharField(
        label=_("What should we call you?"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Tell us what to call you.")},
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
    companions = forms.IntegerField(
        label=_("How many people come with you?"),
        min_value=0,
        max_value=MOST_COMPANIONS,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    helped_by = forms.CharField(
        label=_("Who helps you?"),
        max_length=80,
        required=False,
        help_text=_("A first name is enough."),
    )

    def explain(self, hints: Mapping[str, str]) -> None:
        """Say below each answer what it leads to; `hints` by the answer's value."""
        say = cast(forms.ChoiceField, self.fields["say"])
        say.choices = [
            (one.value, with_hint(one.label, hints[one]) if one in hints else one.label)
            for one in Say
        ]

    def clean_companions(self) -> int:
        return self.cleaned_data.get("companions") or 0

    def wishes(self) -> list[Wish]:
        """What would help, each with the words that were said beside it."""
        words = self.cleaned_data["need_words"]
        kinds = self.cleaned_data["needs"] or ([NeedKind.OTHER] if words else [])
        return [Wish(kind, words) for kind in kinds]


class DeskReplyForm(ReplyForm):
    """The same, written down for somebody who told it to the desk."""

    how = forms.ChoiceField(
        label=_("How did they tell us?"),
        choices=[
            (Channel.PHONE.value, _("By telephone")),
            (Channel.LETTER.value, _("On the slip of the letter")),
            (Channel.IN_PERSON.value, _("At the desk")),
        ],
        initial=Channel.PHONE.value,
        widget=forms.RadioSelect,
    )

    def offer(self, answers: Sequence[Say]) -> None:
        """Only the answers that fit the gathering."""
        say = cast(forms.ChoiceField, self.fields["say"])
        say.choices = [(one.value, one.label) for one in answers]


def said_before(seat: Seat | None, *, declined: bool = False) -> dict[str, Any]:
    """What a reply form shows first: the reply given before, or nothing chosen."""
    if seat is None or seat.reply == Reply.ASKED:
        return {}
    not_coming = Say.NO if declined else Say.LATER
    needs = list(Need.objects.filter(seat=seat))
    return {
        "say": SAID.get(seat.reply, not_coming).value,
        "companions": seat.companions or None,
        "helped_by": seat.helped_by,
        "needs": [need.kind for need in needs],
        "need_words": needs[0].words if needs else "",
    }
