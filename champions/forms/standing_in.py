"""Being away, and handing over a group or one's role."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, Circle, User
from champions.services.standing_in import colleagues

LONGEST = timedelta(days=366)


class AwayForm(forms.Form):
    until = forms.DateField(
        label=_("The last day you are away"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centre = centre

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        today = timezone.localdate(timezone=self.centre.tzinfo)
        if not today <= until <= today + LONGEST:
            raise ValidationError(_("Choose a day from today on, within a year."))
        return until


class _ColleagueForm(forms.Form):
    """Whoever could take over, by number of their user, with their names."""

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in colleagues(centre)}

    def _offer(self, name: str, first: str, *, without: User | None = None) -> None:
        known = [(pk, user.name) for pk, user in self.people.items() if user != without]
        field = self.fields[name]
        field.choices = [("", first), *known]  # type: ignore[attr-defined]  # a choice field

    def chosen(self, name: str) -> User | None:
        return self.people.get(self.cleaned_data[name])


class HandOverForm(_ColleagueForm):
    """Who goes with a group from now on."""

    lead = forms.ChoiceField(label=_("Point person"))
    back_up = forms.ChoiceField(
        label=_("Back-up"),
        required=False,
        help_text=_("Who takes over when the point person is away."),
    )

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        first = {"lead": circle.lead_id, "back_up": circle.back_up_id}
        super().__init__(*args, centre=circle.centre, initial=first, **kwargs)
        self._offer("lead", str(_("Choose somebody")))
        self._offer("back_up", str(_("Nobody yet")))


class HandOverRoleForm(_ColleagueForm):
    """Who is the point person instead."""

    to = forms.ChoiceField(label=_("Who is point person from now on?"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("to", str(_("Choose somebody")), without=user)
