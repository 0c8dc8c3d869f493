"""Another day for a promise of staff, with a word why."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models import Promise

DAY = {"type": "date"}


class AnotherDayForm(forms.Form):
    """Everybody in the group reads both days, and why."""

    to = forms.DateField(
        label=_("By which day now?"),
        widget=forms.DateInput(DAY, format="%Y-%m-%d"),
    )
    why = forms.CharField(
        label=_("Why another day?"),
        max_length=200,
        help_text=_("A few words. The group reads them."),
    )
    # The day as it stood when this was begun.
    was = forms.DateField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, promise: Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promise = promise
        self.initial["was"] = promise.due_on

    def clean_to(self) -> date:
        to: date = self.cleaned_data["to"]
        if to < timezone.localdate(timezone=self.promise.centre.tzinfo):
            raise forms.ValidationError(_("This day is over. Choose one to come."))
        return to

    def begin_again(self) -> None:
        """Keep every word, against the promise as it now is."""
        kept = QueryDict(mutable=True)
        kept.update(self.data)
        kept["was"] = self.promise.due_on.isoformat() if self.promise.due_on else ""
        self.data = kept
