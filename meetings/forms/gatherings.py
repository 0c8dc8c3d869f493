"""What people write on the page of a get-together."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from champions.models import Person
from champions.when import day_in_words
from ideas.forms.money import CentsField
from meetings.models import Meeting, Seat

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = {"type": "time"}


class WhenForm(forms.ModelForm[Meeting]):
    """Day, time and place, with the reason that a day after `last_good_day` owes the
    group."""

    class Meta:
        model = Meeting
        fields = ("on", "at", "until", "place", "later_reason")
        widgets = {
            "on": DATE,
            "at": forms.TimeInput(attrs=TIME, format="%H:%M"),
            "until": forms.TimeInput(attrs=TIME, format="%H:%M"),
        }
        labels = {
            "on": _("Day"),
            "at": _("From"),
            "until": _("Until"),
            "place": _("Where"),
            "later_reason": _("If it is late: why?"),
        }

    def __init__(
        self, *args: Any, last_good_day: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if last_good_day:
            day = day_in_words(last_good_day)
            words = gettext("If it is after %(day)s: why?") % {"day": day}
            self.fields["later_reason"].label = words

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        at, until = said.get("at"), said.get("until")
        if at and until and until <= at:
            self.add_error("until", _("It must end after it begins."))
        return said

    def _post_clean(self) -> None:
        """The service writes; a row that is half changed must not be checked."""


class CancelForm(forms.Form):
    """Why it is called off: everybody who was asked reads it."""

    why = forms.CharField(
        label=_("Why?"),
        max_length=200,
        required=False,
        help_text=_("Like: The road is icy. Everybody who was asked reads it."),
    )


class CancelWorkshopForm(CancelForm):
    """Those who said yes to the workshop know of its second get-together too."""

    CANCEL, KEEP = "cancel", "keep"
    second = forms.ChoiceField(
        label=_("And the second get-together?"),
        choices=[
            (CANCEL, _("Call it off too")),
            (KEEP, _("Keep it: the group meets all the same")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what becomes of the second get-together.")},
    )


class NotesForm(forms.Form):
    """The notes, and which version of them was read."""

    notes = forms.CharField(
        label=_("What we said, in plain words"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
        required=False,
        help_text=_("Everybody in the group can read and mend these notes."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class AgendaForm(forms.Form):
    words = forms.CharField(label=_("Add something to talk about"), max_length=140)


class PromiseForm(forms.Form):
    """Who does what, and by when; only staff owe a date."""

    who = forms.ModelChoiceField(
        label=_("Who?"), queryset=Person.objects.none(), empty_label=None
    )
    words = forms.CharField(label=_("What will be done?"), max_length=200)
    due_on = forms.DateField(label=_("By when?"), required=False, widget=DATE)
    cents = CentsField(
        label=_("Does the centre give money for it? How much?"), required=False
    )

    def __init__(
        self, *args: Any, meeting: Meeting, staff_ids: set[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.staff_ids = staff_ids
        asked = Seat.objects.filter(meeting=meeting, person__isnull=False)
        people = Person.objects.of(meeting.centre).filter(pk__in=asked.values("person"))
        who = self.fields["who"]
        assert isinstance(who, forms.ModelChoiceField)  # noqa: S101  tells the type
        who.queryset = people.order_by("first_name", "pk")
        who.label_from_instance = lambda person: person.first_name  # type: ignore[method-assign,assignment]  # Django's own way

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        who = said.get("who")
        said["by_staff"] = bool(who and who.pk in self.staff_ids)
        if said["by_staff"] and not said.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("A promise of staff needs a day."))
        return said


class PlacesForm(forms.Form):
    places = forms.IntegerField(label=_("Places"), min_value=0, max_value=5_000)
