"""“I have a code”: ten digits, and the centre they are of."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.links import CODE_DIGITS, read_digits
from champions.models import Centre

# More centres than this are easier to find in a list that can be typed into.
MOST_ROWS = 12


class CentreForm(forms.Form):
    """Which centre the letter is from."""

    centre = forms.ChoiceField(
        label=_("Which centre is your letter from?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your centre.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(centre.slug, centre.local_name) for centre in Centre.objects.all()]
        field = cast(forms.ChoiceField, self.fields["centre"])
        if len(rows) > MOST_ROWS:
            field.widget = forms.Select()
        field.choices = rows


class CodeForm(forms.Form):
    """The code, and the first name where too many wrong ones came from."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Ten numbers, like 48213 90657. Spaces do not matter."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
        error_messages={"required": _("Type the ten numbers of your letter.")},
    )
    first_name = forms.CharField(
        label=_("Your first name, as on the letter"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )

    def __init__(self, *args: Any, asks_name: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_name:
            del self.fields["first_name"]
        else:
            self.fields["first_name"].required = True

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        if not read_digits(typed):
            raise forms.ValidationError(
                _("A code has %(count)s numbers. Check it against your letter."),
                params={"count": CODE_DIGITS},
            )
        return typed
