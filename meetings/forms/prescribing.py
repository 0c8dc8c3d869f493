"""Thinking of somebody: a first name, a way to reach them, a language; no reason, and no
place where one could be written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from champions.forms.languages import spoken_choices
from champions.models import Centre
from meetings.services.joining import Way, read_way

SLIP, SEND = "slip", "send"


class SomebodyForm(forms.Form):
    """Somebody whom staff write down, with a way to reach them that may stay empty."""

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
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("In which language?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose their language.")},
    )

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = spoken_choices(centre)  # type: ignore[attr-defined]  # a choice
        self.centre = centre
        self.way: Way | None = None

    def clean_reach(self) -> str:
        reach: str = self.cleaned_data["reach"]
        if not reach:
            return reach
        try:
            self.way = read_way(self.centre, reach)
        except ValidationError as error:
            raise ValidationError(
                _("Write a telephone number, like 705-555-0142, or an e-mail address.")
            ) from error
        return reach


class PrescribeForm(SomebodyForm):
    """No reason, and no place where one could be written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reach"].help_text = _(
            "A telephone number or an e-mail address. It may stay empty when you hand "
            "them a slip."
        )

    @property
    def is_slip(self) -> bool:
        return self.data.get("how") != SEND

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.is_slip and "reach" in said and not said["reach"]:
            self.add_error(
                "reach",
                _("To send it we need a telephone number or an e-mail address."),
            )
        return said
