"""What somebody spent, for themselves or written down for them; and a sum of money as
people type it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.models import Person, User
from champions.permissions import Visit
from ideas.forms.whose import WhoseWords
from ideas.models import Expense, Idea
from ideas.permissions import can_write_down
from ideas.services.expenses import say_spent

MOST_CENTS = 1_000_000
A_CENT = Decimal("0.01")


class CentsField(forms.CharField):
    """“12.50”, “12,50 $” or “$12” as cents; nothing typed is none."""

    default_error_messages = {
        "sum": _("Write the sum in figures, like 12.50."),
        "much": _("That is more than we can take here. Please call us."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(widget=widget, max_length=20, **kwargs)

    def clean(self, value: Any) -> int | None:  # type: ignore[override]  # cents
        typed = super().clean(value)
        if not typed:
            return None
        figures = "".join(sign for sign in typed if sign not in " $£\u00a0\u202f")
        try:
            cents = Decimal(figures.replace(",", ".")) / A_CENT
        except InvalidOperation:
            cents = Decimal("NaN")
        if not cents.is_finite() or cents <= 0 or cents != cents.to_integral_value():
            raise forms.ValidationError(self.error_messages["sum"], "sum")
        if cents > MOST_CENTS:
            raise forms.ValidationError(self.error_messages["much"], "much")
        return int(cents)


class SpentForm(WhoseWords):
    """Amount and what for; nothing about anybody's bank, and no photo is needed."""

    cents = CentsField(
        label=_("How much did you spend?"), help_text=_("Like: 12.50. Keep the slip.")
    )
    what = forms.CharField(
        label=_("What for?"), max_length=140, help_text=_("Like: seeds and pots.")
    )
    idea = forms.ModelChoiceField(
        Idea.objects.none(),
        label=_("For which idea?"),
        required=False,
        empty_label=_("Another thing of our group"),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("for_whom", "person", "cents", "what", "idea", "submission")

    def __init__(self, *args: Any, visit: Visit, ideas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit = visit
        self.initial.setdefault("submission", uuid4())
        choice = self.fields["idea"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = ideas
        self.found: list[Person] = []
        self.spender = visit.person
        if can_write_down(visit):
            self._ask_who()
        else:
            del self.fields["for_whom"]

    def _ask_who(self) -> None:
        field = self.fields["for_whom"]
        field.label = _("Who spent it?")
        field.required = self.visit.person is None
        field.help_text = _("Leave it empty when it was you.")
        self.found = self.find()
        if self.data.get("for_whom", "").strip():
            self.spender = self.chosen(self.found)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        self.refuse_unknown(self.found)
        return said

    def apply(self, spender: Person, *, by: User) -> Expense:
        said = self.cleaned_data
        return say_spent(
            spender.centre,
            person=spender,
            cents=said["cents"],
            what=said["what"],
            idea=said["idea"],
            circle=None if said["idea"] else _only_circle(spender),
            by=by,
            submission=said["submission"],
        )


def _only_circle(person: Person) -> Any:
    """Their group, so that its staff see who waits; the first of several."""
    membership = person.circle_memberships.select_related("circle").first()
    return membership.circle if membership else None
