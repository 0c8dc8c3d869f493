"""The filters of *find something to join*: a GET form whose fields are all optional."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from champions.enums import Language
from champions.models import Centre
from cms.enums import Access, Ages, Attending, TimeOfDay
from cms.models import Area

# Numbered as databases count the days of a week.
WEEKDAYS = [
    ("", _("Any day")),
    ("2", _("Monday")),
    ("3", _("Tuesday")),
    ("4", _("Wednesday")),
    ("5", _("Thursday")),
    ("6", _("Friday")),
    ("7", _("Saturday")),
    ("1", _("Sunday")),
]
ANY = ("", _("Any"))
# Seldom asked for: behind one line, which stands open while one of them is on.
FURTHER = ("attending", "ages")


class FindForm(forms.Form):
    """A value that is none of ours filters nothing. Of one centre its parts of town can
    be chosen; of all, the centre."""

    q = forms.CharField(
        label=_("What would you enjoy, or where?"), max_length=100, required=False
    )
    day = forms.ChoiceField(label=_("Day"), choices=WEEKDAYS, required=False)
    time = forms.ChoiceField(
        label=_("Time of day"),
        choices=[("", _("Any time")), *TimeOfDay.choices],
        required=False,
    )
    centre = forms.ChoiceField(label=_("Near which centre?"), required=False)
    area = forms.ChoiceField(label=_("Which part of town?"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[ANY, *Language.choices], required=False
    )
    access = forms.MultipleChoiceField(
        label=_("Getting in"),
        choices=Access.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    free = forms.BooleanField(label=_("Free"), required=False)
    attending = forms.ChoiceField(
        label=_("Do you come, or take part from home?"),
        choices=[
            ANY,
            (Attending.IN_PERSON.value, Attending.IN_PERSON.label),
            (Attending.ONLINE.value, Attending.ONLINE.label),
        ],
        required=False,
    )
    ages = forms.ChoiceField(
        label=_("Who is it for?"),
        choices=[ANY, *(one for one in Ages.choices if one[0] != Ages.EVERYONE)],
        required=False,
    )

    def __init__(self, asked: QueryDict, *, centre: Centre | None) -> None:
        super().__init__(asked)
        self._offer("centre", [] if centre else _centres())
        self._offer("area", _areas(centre) if centre else [])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Nothing to choose from is not asked."""
        if choices:
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [ANY, *choices]
        else:
            del self.fields[name]

    @property
    def further(self) -> list[forms.BoundField]:
        return [self[name] for name in FURTHER]

    @property
    def first(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in FURTHER]

    @property
    def further_is_on(self) -> bool:
        return any(self.cleaned_data.get(name) for name in FURTHER)

    def wanted(self) -> dict[str, Any]:
        """The filters that are on."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def _areas(centre: Centre) -> list[tuple[str, str]]:
    return [(str(area.pk), str(area)) for area in Area.objects.of(centre)]


def _centres() -> list[tuple[str, str]]:
    return [(centre.slug, centre.local_name) for centre in Centre.objects.all()]
