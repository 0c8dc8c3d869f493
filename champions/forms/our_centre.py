"""How a centre is reached; how it sends: its paper, its service for texts, and the
numbers that said stop."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, User

# More lines than a service shows on a page; each is looked up.
MOST_NUMBERS = 500


class OurCentreForm(forms.ModelForm[Centre]):
    class Meta:
        model = Centre
        fields = (
            "name",
            "name_fr",
            "phone",
            "hours",
            "hours_fr",
            "address",
            "email",
            "paper",
            "sends_texts",
        )
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What stood there when the page was opened goes along, so that only what was
        # changed is written: a colleague may have changed something else meanwhile.
        for field in self.fields.values():
            field.show_hidden_initial = True

    @property
    def as_it_was(self) -> list[str]:
        return [field.as_hidden(only_initial=True) for field in self]

    @property
    def changed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}


class StopForm(forms.Form):
    """Numbers that answered “stop”, as the service lists them."""

    centre = forms.ModelChoiceField(
        Centre.objects.none(), label=_("Centre"), empty_label=None
    )
    numbers = forms.CharField(
        label=_("These numbers answered STOP"),
        help_text=_("One number on each line. Nobody writes to these people any more."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        error_messages={"required": _("Write at least one number.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        centres = Centre.objects.led_by(user)
        self.fields["centre"].queryset = centres  # type: ignore[attr-defined]  # a ModelChoiceField's
        self.only_centre = centres.get() if centres.count() == 1 else None
        if self.only_centre:
            del self.fields["centre"]

    def clean_numbers(self) -> str:
        typed: str = self.cleaned_data["numbers"]
        if len(typed.splitlines()) > MOST_NUMBERS:
            raise forms.ValidationError(
                _("At most %(most)s numbers at a time, please."),
                params={"most": MOST_NUMBERS},
            )
        return typed

    @property
    def for_centre(self) -> Centre:
        """Whose service was answered, after cleaning."""
        chosen: Centre = self.only_centre or self.cleaned_data["centre"]
        return chosen
