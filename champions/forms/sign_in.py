"""What people type to sign in."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from champions.choices import with_hint
from champions.links import read_digits
from champions.models import Centre
from champions.services.sign_in import DIGITS, Resident


def shared_device(*, initial: bool = False) -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("Other people use this device too"),
        help_text=gettext_lazy("We sign you out when you close it."),
        required=False,
        initial=initial,
    )


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Type your e-mail address."),
            "invalid": gettext_lazy("This is no e-mail address. Please look again."),
        },
    )


class NumbersForm(forms.Form):
    numbers = forms.CharField(
        label=gettext_lazy("Your six numbers"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )
    shared = shared_device()

    def clean_numbers(self) -> str:
        """Whatever stands between them; too few or many is a slip, and costs no try."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["numbers"])
        found = "".join(str(unicodedata.digit(s)) for s in typed if s.isdigit())
        if len(found) != DIGITS:
            raise forms.ValidationError(_("Type all six numbers from the mail."))
        return found


class LinkForm(forms.Form):
    shared = shared_device()


class WhoForm(forms.Form):
    """Who of those who share an address sits here."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who are you?"), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, residents: list[Resident], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.residents = {resident.key: resident for resident in residents}
        self.fields["who"].choices = [  # type: ignore[attr-defined]  # a choice field
            (key, with_hint(one.name, ", ".join(one.places)))
            for key, one in self.residents.items()
        ]

    @property
    def chosen(self) -> Resident:
        return self.residents[self.cleaned_data["who"]]


class CardLinkForm(forms.Form):
    """The QR code brought the card; the name shows that it is theirs."""

    first_name = forms.CharField(
        label=gettext_lazy("Your first name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    shared = shared_device(initial=True)


class CardForm(CardLinkForm):
    """The ten numbers on the card. With one centre nobody is asked which."""

    centre = forms.ModelChoiceField(
        Centre.objects,
        label=gettext_lazy("Which centre is on the card?"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    numbers = forms.CharField(
        label=gettext_lazy("The ten numbers on your card"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    field_order = ("centre", "numbers", "first_name", "shared")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        centres = list(Centre.objects.all()[:2])
        self.only_centre = centres[0] if len(centres) == 1 else None
        if self.only_centre:
            del self.fields["centre"]

    @property
    def chosen_centre(self) -> Centre:
        found: Centre = self.only_centre or self.cleaned_data["centre"]
        return found

    def clean_numbers(self) -> str:
        typed: str = self.cleaned_data["numbers"]
        if not read_digits(typed):
            raise forms.ValidationError(_("Type all ten numbers from the card."))
        return typed
