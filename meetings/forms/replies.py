"""The one-page reply to an invitation, also as the front desk fills it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.choices import with_hint
from champions.enums import Channel
from champions.models import User
from meetings.enums import Say
from meetings.forms.helping import HelpForm
from meetings.forms.may_know import WhoMayKnow, may_know_choices, told_choices
from meetings.forms.told import TOLD_BY


class ReplyForm(HelpForm):
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
    decline_reason = forms.CharField(
        label=_("Why not? You do not have to say."),
        help_text=_("A few words are enough. Nothing about anybody’s health, please."),
        max_length=300,
        required=False,
    )
    may_know = WhoMayKnow()
    field_order = ("say", "called")

    def __init__(
        self, *args: Any, providers: Sequence[User] = (), **kwargs: Any
    ) -> None:
        """`providers` are those who thought of this person; without one, nobody asks
        who may know."""
        super().__init__(*args, **kwargs)
        if providers:
            known = cast(WhoMayKnow, self.fields["may_know"])
            known.choices = self.may_know_choices(providers)
        else:
            del self.fields["may_know"]

    may_know_choices = staticmethod(may_know_choices)

    @property
    def chosen(self) -> list[int]:
        """The ids of those who may know that they came."""
        return [int(pk) for pk in self.cleaned_data.get("may_know", [])]

    def explain(self, hints: Mapping[str, str]) -> None:
        """Say below each answer what it leads to; `hints` by the answer's value."""
        say = cast(forms.ChoiceField, self.fields["say"])
        say.choices = [
            (one.value, with_hint(one.label, hints[one]) if one in hints else one.label)
            for one in Say
        ]


class DeskReplyForm(ReplyForm):
    """The same, written down for somebody who told it to the desk."""

    how = forms.ChoiceField(
        label=_("How did they tell us?"),
        choices=TOLD_BY,
        initial=Channel.PHONE.value,
        widget=forms.RadioSelect,
    )
    may_know_choices = staticmethod(told_choices)

    arrived_on = forms.DateField(
        label=_("On which day did it reach us?"),
        help_text=_(
            "A slip counts from the day on which it came, whenever it is typed."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def offer(self, answers: Sequence[Say]) -> None:
        """Only the answers that fit the gathering."""
        say = cast(forms.ChoiceField, self.fields["say"])
        say.choices = [(one.value, one.label) for one in answers]
