"""What staff write about how often groups meet: limits, closed days, a rest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.forms.gatherings import DATE
from meetings.models import ClosedDays, RhythmPolicy
from meetings.rhythm_words import SOURCES

# Which limit must not come before which.
IN_ORDER = (
    ("second_ideal", "second_latest"),
    ("monthly_from", "monthly_to"),
    ("monthly_to", "monthly_late"),
    ("quarterly_ideal", "quarterly_late"),
)
LONGEST = 366
LONGEST_CLOSED = 120


class PolicyForm(forms.ModelForm[RhythmPolicy]):
    """The centre's limits in days, each with where its first number comes from."""

    class Meta:
        model = RhythmPolicy
        fields = tuple(SOURCES)
        help_texts = SOURCES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SOURCES:
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label,
                help_text=SOURCES[name],
                min_value=1,
                max_value=LONGEST,
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for first, then in IN_ORDER:
            if said.get(first) and said.get(then) and said[then] < said[first]:
                words = _("This must not be less than “%(name)s” (%(days)s).") % {
                    "name": self.fields[first].label,
                    "days": said[first],
                }
                self.add_error(then, words)
        return said


class ClosedDaysForm(forms.ModelForm[ClosedDays]):
    """From the first to the last day on which the doors are shut, and why."""

    class Meta:
        model = ClosedDays
        fields = ("first_on", "last_on", "words")
        widgets = {"first_on": DATE, "last_on": DATE}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first_on"), said.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The last day comes after the first."))
        elif first and last and (last - first).days > LONGEST_CLOSED:
            self.add_error("last_on", _("That is longer than four months. Shorten it."))
        return said


class StopForm(forms.Form):
    """Why a group rests or ends, and what becomes of a date that stands."""

    why = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Like: We start again in April. The group reads it."),
    )
    dates = forms.ChoiceField(
        label=gettext_lazy("What becomes of the date that stands?"),
        error_messages={
            "required": gettext_lazy("Say first what becomes of the date that stands.")
        },
        choices=[
            ("off", gettext_lazy("Call it off and tell everybody")),
            ("keep", gettext_lazy("Keep it as the last one for now")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, has_dates: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_dates:
            del self.fields["dates"]

    @property
    def calls_off(self) -> bool:
        return self.cleaned_data.get("dates") == "off"
