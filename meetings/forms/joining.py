"""Putting oneself forward: a first name and one way to be reached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from champions.enums import Channel, Language
from champions.models import Centre
from meetings.forms.told import TOLD_BY
from meetings.services.joining import Way, read_way


class JoinForm(forms.Form):
    first_name = forms.CharField(
        label=_("What should we call you?"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Tell us what to call you.")},
    )
    reach = forms.CharField(
        label=_("How can we reach you?"),
        help_text=_("A telephone number or an e-mail address."),
        max_length=254,
        error_messages={
            "required": _("Give us a telephone number or an e-mail address.")
        },
    )
    # Nobody sees it; what fills in everything on its own does.
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centre = centre
        self.way = Way()

    def clean_reach(self) -> str:
        reach: str = self.cleaned_data["reach"]
        try:
            self.way = read_way(self.centre, reach)
        except ValidationError as error:
            raise ValidationError(
                _("Write a telephone number, like 705-555-0142, or an e-mail address.")
            ) from error
        return reach

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))


class DeskJoinForm(JoinForm):
    """The same, written down for somebody who called, came by, or handed in a slip."""

    how = forms.ChoiceField(
        label=_("How did they tell us?"),
        choices=TOLD_BY,
        widget=forms.RadioSelect,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("In which language?"),
        choices=Language.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def clean_how(self) -> str:
        return self.cleaned_data["how"] or Channel.PHONE.value

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or get_language() or Language.ENGLISH
