"""The point person's forms: a welcome workshop with its second get-together, how many
people a mailing asks, and more room."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, Circle
from meetings.services.closed_days import shut_days
from meetings.services.rhythms import today_at
from meetings.services.workshops import second_latest
from meetings.workshop_dates import WorkshopPlan, problems, proposed_plan

MOST_PLACES = 500
MOST_PEOPLE = 100_000


def _day(label: Any, **options: Any) -> forms.DateField:
    shown = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=shown, **options)


def _time(label: Any, **options: Any) -> forms.TimeField:
    shown = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=shown, **options)


class WorkshopForm(forms.Form):
    """All of a workshop on one page, filled in with what fits."""

    on = _day(_("Day of the workshop"))
    at = _time(_("Champions meet from"))
    staff_from = _time(_("Staff join at"))
    until = _time(_("Until"))
    place = forms.CharField(label=_("Place"), max_length=120)
    directions = forms.CharField(
        label=_("Getting there and in"),
        max_length=300,
        required=False,
        help_text=_("Like: the door at the side, no steps, bus 4."),
    )
    places = forms.IntegerField(
        label=_("Places for champions"), min_value=1, max_value=MOST_PLACES
    )
    staff_places = forms.IntegerField(
        label=_("Places for staff"), min_value=0, max_value=MOST_PLACES
    )
    reply_by = _day(
        _("Reply by"),
        help_text=_(
            "Stands on every letter. Three weeks after the last letter is posted, a "
            "week before the workshop."
        ),
    )
    second_on = _day(
        _("Day of the second get-together"),
        required=False,
        help_text=_("Best two weeks later, at the latest three. It is on the letter."),
    )
    second_at = _time(_("From"), required=False)
    second_until = _time(_("Until"), required=False)
    second_place = forms.CharField(
        label=_("Place of the second get-together"), max_length=120, required=False
    )
    circle = forms.ModelChoiceField(
        Circle.objects.none(),
        label=_("Champions’ group"),
        required=False,
        empty_label=_("A new group"),
        help_text=_(
            "Newcomers join the group that is there, unless you make a new one."
        ),
    )
    circle_name = forms.CharField(
        label=_("Name of the new group"), max_length=80, required=False
    )

    def __init__(
        self,
        data: Any = None,
        *,
        centre: Centre,
        plan: WorkshopPlan | None = None,
        keeps_circle: bool = False,
    ) -> None:
        today = today_at(centre)
        plan = plan or proposed_plan(
            today, place=_place_of(centre), shut=shut_days(centre, today)
        )
        super().__init__(data, initial=asdict(plan))
        self.centre = centre
        circle = cast(forms.ModelChoiceField, self.fields["circle"])
        circle.queryset = Circle.objects.of(centre).open()
        circle.initial = circle.queryset.first()
        if keeps_circle:
            del self.fields["circle"], self.fields["circle_name"]

    @property
    def plan(self) -> WorkshopPlan:
        """What was filled in; asked only of a form that is valid so far."""
        names = {field.name for field in fields(WorkshopPlan)}
        return WorkshopPlan(
            **{name: self.cleaned_data[name] for name in names & set(self.cleaned_data)}
        )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            latest = second_latest(self.centre)
            found = problems(self.plan, today_at(self.centre), latest)
            for name, words in found.items():
                self.add_error(name, words)
        if "circle" in self.fields and not (said.get("circle") or said["circle_name"]):
            self.add_error("circle_name", _("Give the new group a name."))
        return said


def _place_of(centre: Centre) -> str:
    return (centre.address.splitlines() or [centre.name])[0]


class MailingForm(forms.Form):
    """How many people are asked, where the rule proposes a number; and how many calls
    staff can make for it."""

    size = forms.IntegerField(
        label=_("How many people to ask"), min_value=1, max_value=MOST_PEOPLE
    )
    calls = forms.IntegerField(
        label=_("How many calls you can make for it"),
        help_text=_(
            "So many of those who would like a call get one, by lot; the others get a "
            "letter. Who can only be called is always called."
        ),
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
    )


class ReminderForm(forms.Form):
    """When whoever has not answered is asked once more."""

    day = _day(_("Ask once more on"))


class RoomForm(forms.Form):
    """More places for champions, in both portions."""

    places = forms.IntegerField(
        label=_("Places for champions"), min_value=1, max_value=MOST_PLACES
    )


class CentreChoice(forms.Form):
    """For those who are point person in several centres."""

    centre = forms.ModelChoiceField(
        Centre.objects.none(), label=_("Centre"), empty_label=None
    )

    def __init__(self, *args: Any, centres: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["centre"]).queryset = centres
