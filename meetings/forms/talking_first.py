"""A provider promises to talk with somebody before they are invited; no reason, and no
place where one could be written."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from champions.forms.talking_first import DayForm
from meetings.services.joining import Way, read_way


class ProviderTalkForm(DayForm):
    """Whom: a first name and a way to reach them, so that they are recognised."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write their first name.")},
    )
    reach = forms.CharField(
        label=_("How can we reach them?"),
        help_text=_("A telephone number or an e-mail address."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _(
                "Write a telephone number, like 705-555-0142, or an e-mail address."
            )
        },
    )
    field_order = ("first_name", "reach", "until")
    way = Way()

    def clean_reach(self) -> str:
        reach: str = self.cleaned_data["reach"]
        try:
            self.way = read_way(self.centre, reach)
        except ValidationError as error:
            raise ValidationError(
                _("Write a telephone number, like 705-555-0142, or an e-mail address.")
            ) from error
        return reach
