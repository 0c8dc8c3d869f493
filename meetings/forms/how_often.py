"""What a champion says about how often to meet, by themselves or written down by staff."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from champions.links import read_digits
from champions.models import Person
from meetings.enums import WRITTEN_DOWN, HowOften, SaidHow


class HowOftenForm(forms.Form):
    """One question, with nothing chosen; the name is theirs to give."""

    says = forms.ChoiceField(
        label=_("How often shall we meet?"),
        choices=HowOften.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three answers.")},
    )
    named = forms.BooleanField(
        label=_("The group may read my first name beside my answer."),
        help_text=_("Else the group reads numbers alone."),
        required=False,
    )


class WrittenDownForm(HowOftenForm):
    """The same, as staff type it from a card or hear it: whose it is stands first."""

    code = forms.CharField(
        label=_("The ten numbers of the card"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    person = forms.ModelChoiceField(
        label=_("Or the champion"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Choose a champion"),
    )
    how = forms.ChoiceField(
        label=_("How did they tell us?"),
        choices=[(way.value, way.label) for way in SaidHow if way in WRITTEN_DOWN],
        initial=SaidHow.CARD.value,
        widget=forms.RadioSelect,
    )
    field_order = ("code", "person", "says", "how", "named")

    def __init__(self, *args: Any, members: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["person"], members)
        self.fields["says"].label = _("What do they say?")
        self.fields["named"].label = _("They allow the group to read their first name.")

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        if typed and not read_digits(typed):
            raise ValidationError(_("A card has ten numbers."))
        return typed

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "code" not in self.errors and bool(said.get("code")) == bool(
            said.get("person")
        ):
            self.add_error(
                "code", _("Type the numbers of the card, or choose a champion.")
            )
        return said


class AskForm(forms.Form):
    """For staff: which champion would like the group to be asked."""

    person = forms.ModelChoiceField(
        label=_("Who would like to ask?"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Choose a champion"),
    )
    names_asker = forms.BooleanField(
        label=_("The group may read who asked."), required=False
    )

    prefix = "ask"

    def __init__(self, *args: Any, members: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["person"], members)


def _offer(field: forms.Field, members: Iterable[Person]) -> None:
    who = cast("forms.ModelChoiceField[Person]", field)
    people = Person.objects.filter(pk__in=[person.pk for person in members])
    who.queryset = people.order_by("first_name", "last_name", "pk")
