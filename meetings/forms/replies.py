"""The one-page reply to an invitation, also as the front desk fills it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.choices import with_hint
from champions.enums import Channel
from meetings.enums import Say
from meetings.forms.helping import HelpForm


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
    field_order = ("say", "called")

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
        choices=[
            (Channel.PHONE.value, _("By telephone")),
            (Channel.LETTER.value, _("On the slip of the letter")),
            (Channel.IN_PERSON.value, _("At the desk")),
        ],
        initial=Channel.PHONE.value,
        widget=forms.RadioSelect,
    )

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
