"""What staff write about something that helps: what is arranged, who looks after it,
what it cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.models import User
from meetings.models import Need

MOST_MONEY = 10_000


class ArrangedForm(forms.Form):
    """Words for the person; none are needed."""

    words = forms.CharField(
        label=_("What is arranged?"),
        max_length=200,
        required=False,
        help_text=_("They read it. Like: Marc picks you up at 1 pm."),
    )


class LookAfterForm(forms.Form):
    """One of staff, chosen from a list that stands once on the page."""

    who = forms.ModelChoiceField(User.objects.none())

    def __init__(self, data: Any = None, *, staff: Any, **options: Any) -> None:
        super().__init__(data, **options)
        cast(forms.ModelChoiceField, self.fields["who"]).queryset = staff


class CostForm(forms.Form):
    """An amount in the money of the place."""

    amount = forms.DecimalField(
        label=_("What did it cost?"),
        min_value=Decimal(0),
        max_value=MOST_MONEY,
        decimal_places=2,
        localize=True,
        help_text=_("For the travel fund: the sum alone, no names. 0 takes it away."),
    )

    @property
    def cents(self) -> int:
        return int(self.cleaned_data["amount"] * 100)


def ids_of(need: Need) -> dict[str, Any]:
    """Options that give the fields of this need ids of their own."""
    return {"auto_id": f"need-{need.pk}-%s"}
