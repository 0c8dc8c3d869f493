"""One tick of who came, as an open page sends it by itself, perhaps after a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from champions.sent_ids import MOST_DIGITS

# A page that stayed open for longer is nobody's list of who is here.
LONGEST_WAIT = timedelta(days=2)


class TickForm(forms.Form):
    """Somebody of the list, by the number of their seat, or somebody new, by first
    name; and how many thousandths of a second ago it was said, so that the clock of
    the tablet need not be right."""

    seat = forms.IntegerField(max_value=10**MOST_DIGITS, required=False)
    first_name = forms.CharField(max_length=80, required=False)
    submission = forms.UUIDField(required=False)
    here = forms.BooleanField(required=False)
    ago = forms.IntegerField(min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("seat") and not said.get("first_name"):
            raise forms.ValidationError("nobody is named")
        return said

    @property
    def said_at(self) -> datetime:
        ago = timedelta(milliseconds=min(self.cleaned_data["ago"] or 0, 2**31))
        return timezone.now() - min(ago, LONGEST_WAIT)
