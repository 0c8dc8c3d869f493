"""What people say at a get-together besides notes and promises: thanks, and who leads
the talk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from champions.models import Person
from meetings.models import Meeting
from meetings.people_at import names_of_people


class PersonChoice(forms.ModelChoiceField):
    """People by first name, as everybody of the group reads it."""

    names: dict[int, str]

    def choose_from(self, people: QuerySet[Person]) -> None:
        self.names = names_of_people(people)
        self.queryset = people

    def label_from_instance(self, obj: Any) -> str:
        name: str = self.names.get(obj.pk, obj.first_name)
        return name


class ThanksForm(forms.Form):
    """One prompt: whom do we want to thank?"""

    to = PersonChoice(
        Person.objects.none(),
        label=_("Whom do we want to thank?"),
        required=False,
        empty_label=_("Somebody else"),
    )
    to_words = forms.CharField(
        label=_("If it is somebody else: who?"),
        max_length=80,
        required=False,
        help_text=_("Like: whoever put the chairs away."),
    )
    words = forms.CharField(
        label=_("What for?"),
        max_length=300,
        help_text=_("They hear of it once. Everybody in the group can read it."),
    )

    prefix = "thanks"

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        if isinstance(field, PersonChoice):
            field.choose_from(people)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "to" not in self.errors and not said.get("to") and not said.get("to_words"):
            self.add_error("to", _("Choose who it is, or write who it is below."))
        return said


class ChairForm(forms.Form):
    """Who leads the talk; `was` is who led it when the page was read."""

    chair = PersonChoice(
        Person.objects.none(),
        label=_("Who leads the talk?"),
        required=False,
        empty_label=_("Nobody yet"),
    )
    was = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, *args: Any, meeting: Meeting, people: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"chair": meeting.chair_id, "was": meeting.chair_id}
        field = self.fields["chair"]
        if isinstance(field, PersonChoice):
            field.choose_from(people)
