"""What a champion says about themselves: gifts, and how to reach them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from champions.enums import Channel
from champions.forms.languages import spoken_by, spoken_choices
from champions.models import Champion, Person
from champions.phones import phone_as_written, phone_form
from champions.services.people import in_language

# What each way to be reached needs.
NEEDS = {
    Channel.EMAIL: "email",
    Channel.LETTER: "address",
    Channel.TEXT: "phone",
    Channel.PHONE: "phone",
}


class GiftsForm(forms.ModelForm[Champion]):
    class Meta:
        model = Champion
        fields = ("gifts", "matters", "time")
        widgets = {
            "gifts": forms.Textarea(attrs={"rows": 3}),
            "matters": forms.Textarea(attrs={"rows": 3}),
        }


class LanguageForm(forms.ModelForm[Person]):
    """For who came in by card: nothing that says how to reach them."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"), widget=forms.RadioSelect
    )
    field_order = ("first_name", "last_name", "language")

    class Meta:
        model = Person
        fields: tuple[str, ...] = ("first_name", "last_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance
        self.fields["language"].choices = spoken_choices(person.centre, person)  # type: ignore[attr-defined]  # a choice
        self.initial["language"] = spoken_by(person)

    def changes(self) -> dict[str, Any]:
        """Only what was changed, as it is kept."""
        changed = {name: self.cleaned_data[name] for name in self.changed_data}
        spoken = changed.pop("language", None)
        return changed | (in_language(spoken) if spoken else {})


class WaysForm(LanguageForm):
    class Meta:
        model = Person
        fields = (
            "first_name",
            "last_name",
            "channel",
            "email",
            "phone",
            "address",
            "city",
            "postal_code",
            "safe_to_write",
            "safe_to_phone",
            "safe_to_leave_message",
            "call_when",
            "large_print",
            "wants_reminders",
        )
        widgets = {"channel": forms.RadioSelect}
        labels = {
            "channel": gettext_lazy("How shall we reach you?"),
            "address": gettext_lazy("Street and number"),
            "safe_to_write": gettext_lazy("You may write to me"),
            "safe_to_phone": gettext_lazy("You may call me"),
            "safe_to_leave_message": gettext_lazy("You may leave a message"),
            "call_when": gettext_lazy("When is a good time to call?"),
            "large_print": gettext_lazy("Write to me in large print"),
            "wants_reminders": gettext_lazy("Remind me before a get-together"),
        }
        help_texts = {
            "phone": "",
            "email": gettext_lazy("We send sign-in numbers here."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance
        self.region = person.centre.country
        self.fields["channel"].choices = [  # type: ignore[attr-defined]  # a choice
            (channel.value, capfirst(channel.label)) for channel in Channel
        ]
        self.initial["phone"] = phone_as_written(person.phone, region=self.region)
        for name, hint in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = hint

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        if typed and not phone_form(typed, region=self.region):
            words = _("This is no telephone number. Write it like 705-555-0142.")
            raise ValidationError(words)
        return phone_form(typed, region=self.region) if typed else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        need = NEEDS.get(cleaned.get("channel", ""), "")
        if need in cleaned and not cleaned[need]:
            self.add_error(need, _("We need this to reach you the way you chose."))
        return cleaned


AUTOCOMPLETE = {
    "first_name": "given-name",
    "last_name": "family-name",
    "email": "email",
    "phone": "tel",
    "address": "street-address",
    "city": "address-level2",
    "postal_code": "postal-code",
}
