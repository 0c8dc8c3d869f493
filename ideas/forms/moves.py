"""Hearing an idea, and what its author brings about without asking the centre."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import Circle, Person, User
from ideas.enums import IdeaStage
from ideas.models import Idea
from ideas.permissions import OWN_MOVES
from ideas.services.ideas import (
    choose_circle,
    finish_idea,
    hear,
    next_day,
    rest_idea,
    start_idea,
)


class HearForm(forms.Form):
    """When we talk about it; which group does, for an idea that has none."""

    circle = forms.ModelChoiceField(
        Circle.objects.none(),
        label=_("Which group talks about it?"),
        error_messages={"required": _("Choose the group that talks about it.")},
    )
    on = forms.DateField(
        label=_("We talk about it on"),
        help_text=_("Leave it empty when the day is not yet known."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.idea = idea
        self.initial = {"on": next_day(idea)}
        if idea.circle:
            del self.fields["circle"]
            return
        field = self.fields["circle"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Circle.objects.of(idea.centre).open()

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on and on < timezone.localdate(timezone=self.idea.centre.tzinfo):
            raise forms.ValidationError(_("This day is over. Choose one to come."))
        return on

    def apply(self, idea: Idea, *, by: User) -> None:
        circle = self.cleaned_data.get("circle")
        if circle:
            choose_circle(idea, circle=circle, by=by)
        hear(idea, by=by, on=self.cleaned_data["on"])


class MoveForm(forms.Form):
    """Where its author brings an idea."""

    to = forms.ChoiceField(choices=[(stage, stage.label) for stage in OWN_MOVES])
    # Kept when it is finished; with another button the words stay in the browser.
    learned = forms.CharField(max_length=600, required=False)

    def apply(self, idea: Idea, author: Person, *, by: User) -> None:
        to = self.cleaned_data["to"]
        if to == IdeaStage.RUNNING:
            start_idea(idea, by_person=author, by=by)
        elif to == IdeaStage.RESTING:
            rest_idea(idea, by=by)
        else:
            finish_idea(idea, by=by, learned=self.cleaned_data["learned"])
