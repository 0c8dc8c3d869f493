"""The front desk's forms: find one person, and their new address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from champions.enums import Channel
from champions.forms.languages import spoken_by, spoken_choices
from champions.models import Person
from champions.phones import phone_form
from champions.services.people import in_language

WAYS = (
    "channel",
    "phone",
    "call_when",
    "email",
    "address",
    "city",
    "postal_code",
    "large_print",
)


class FindForm(forms.Form):
    words = forms.CharField(
        label=_("Code, name, telephone or e-mail"),
        help_text=_("The ten numbers of a letter, or the whole name."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the code of the letter, or a name.")},
    )


class WaysForm(forms.ModelForm):
    """How somebody is reached from now on."""

    channel = forms.ChoiceField(
        label=_("What suits them best?"), choices=Channel.choices
    )
    language = forms.ChoiceField(label=_("Language"))

    class Meta:
        model = Person
        fields = WAYS

    prefix = "ways"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance
        self.fields["language"].choices = spoken_choices(person.centre, person)  # type: ignore[attr-defined]  # a choice
        self.initial["language"] = spoken_by(person)
        for name in self.fields:
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        if typed and not phone_form(typed, region=self.instance.centre.country):
            raise ValidationError(
                _("This is no telephone number. Write it like 705-555-0142.")
            )
        return typed

    def changes(self) -> dict[str, Any]:
        """Only what was changed, so that a colleague's change meanwhile stays."""
        changed = {name: self.cleaned_data[name] for name in self.changed_data}
        spoken = changed.pop("language", None)
        return changed | (in_language(spoken) if spoken else {})
