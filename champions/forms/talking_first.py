"""Who will talk with somebody before we invite them, and by which day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from champions.models import Centre, User
from champions.services.talking_first import MOST_DAYS, last_day, who_can_talk

# What is proposed: soon enough to be remembered.
USUAL_DAYS = 30


class DayForm(forms.Form):
    """The last day, within sixty from today."""

    until = forms.DateField(
        label=gettext_lazy("By when?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, centre: Centre, **kwargs: Any) -> None:
        self.centre = centre
        self.today = timezone.localdate(timezone=centre.tzinfo)
        proposed = {"until": self.today + timedelta(days=USUAL_DAYS)}
        super().__init__(data, initial=proposed | kwargs.pop("initial", {}), **kwargs)
        limits = {"min": self.today.isoformat(), "max": last_day(centre).isoformat()}
        self.fields["until"].widget.attrs |= limits

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if not self.today <= until <= last_day(self.centre):
            raise ValidationError(
                _("Choose a day from today on, within %(days)s days."),
                params={"days": MOST_DAYS},
            )
        return until


class TalkFirstForm(DayForm):
    """By default whoever writes it down promises to talk."""

    promised_by = forms.ChoiceField(label=gettext_lazy("Who talks with them?"))
    field_order = ("promised_by", "until")

    def __init__(
        self, data: Any = None, *, centre: Centre, user: User, **kwargs: Any
    ) -> None:
        first = {"promised_by": str(user.pk)} | kwargs.pop("initial", {})
        super().__init__(data, centre=centre, initial=first, **kwargs)
        self.people = {str(one.pk): one for one in who_can_talk(centre)}
        names = [(pk, one.name) for pk, one in self.people.items()]
        self.fields["promised_by"].choices = names  # type: ignore[attr-defined]  # a choice field

    def who(self) -> User:
        return self.people[self.cleaned_data["promised_by"]]
