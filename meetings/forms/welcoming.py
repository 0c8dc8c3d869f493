"""Who would like to be a champion: a tick and a line for each who came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.models import Circle
from meetings.models import Seat


class YesForm(forms.Form):
    """For each seat a tick, and what they like to do in their own words."""

    def __init__(self, data: Any = None, *, seats: Sequence[Seat]) -> None:
        super().__init__(data)
        self.seats = seats
        for seat in seats:
            self.fields[f"yes_{seat.pk}"] = forms.BooleanField(
                label=seat.name, required=False
            )
            self.fields[f"gifts_{seat.pk}"] = forms.CharField(
                label=_("What do they like to do? In their own words"),
                max_length=600,
                required=False,
            )

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        for seat in self.seats:
            yield self[f"yes_{seat.pk}"], self[f"gifts_{seat.pk}"]

    def said_yes(self) -> Iterator[tuple[Seat, str]]:
        for seat in self.seats:
            if self.cleaned_data[f"yes_{seat.pk}"]:
                yield seat, self.cleaned_data[f"gifts_{seat.pk}"]


class DeskYesForm(forms.Form):
    """A yes by telephone, later on: in which group?"""

    circle = forms.ModelChoiceField(
        label=_("Which group?"), queryset=Circle.objects.none(), empty_label=None
    )

    def __init__(self, data: Any = None, *, circles: Any) -> None:
        super().__init__(data)
        field = self.fields["circle"]
        field.queryset = circles  # type: ignore[attr-defined]  # a model choice has one
