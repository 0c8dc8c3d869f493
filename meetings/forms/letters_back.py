"""The codes of letters that came back, typed or scanned one after the other."""

from __future__ import annotations

from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.services.returned_letters import MOST_CODES, read_codes


class LettersBackForm(forms.Form):
    codes = forms.CharField(
        label=gettext_lazy("The codes on the letters"),
        help_text=gettext_lazy(
            "Ten numbers each, one letter a line. You can also scan the squares one "
            "after the other."
        ),
        max_length=40_000,
        widget=forms.Textarea(
            attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Type the code of a letter.")},
    )

    def clean_codes(self) -> list[str]:
        codes = read_codes(cast(str, self.cleaned_data["codes"]))
        if len(codes) > MOST_CODES:
            raise ValidationError(
                _("At most %(n)s at a time, please."), params={"n": MOST_CODES}
            )
        return codes
