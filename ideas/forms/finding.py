"""Which ideas to show."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from champions.models import Person
from champions.search import saying
from ideas.enums import IdeaStage
from ideas.models import IdeaQuerySet

LANE_CHOICES = [
    ("", _("All")),
    (IdeaStage.SHARED, pgettext_lazy("idea", "New")),
    *[
        (stage, stage.label)
        for stage in (
            IdeaStage.TALKING,
            IdeaStage.SUPPORTED,
            IdeaStage.TRYING,
            IdeaStage.RUNNING,
            IdeaStage.RESTING,
            IdeaStage.PARKED,
        )
    ],
]


class FilterForm(forms.Form):
    """Which ideas to show; a nonsense value shows all."""

    words = forms.CharField(label=_("Words"), max_length=100, required=False)
    lane = forms.ChoiceField(
        label=_("Where it stands"), choices=LANE_CHOICES, required=False
    )
    unanswered = forms.BooleanField(label=_("Without an answer yet"), required=False)
    mine = forms.BooleanField(label=_("My ideas"), required=False)

    def narrow(self, ideas: IdeaQuerySet, person: Person | None) -> IdeaQuerySet:
        asked = self.cleaned_data
        if asked.get("lane"):
            ideas = ideas.in_lane(asked["lane"])
        if asked.get("unanswered"):
            ideas = ideas.unanswered()
        if asked.get("mine"):
            ideas = ideas.filter(author=person) if person else ideas.none()
        return ideas.filter(saying(asked["words"])) if asked.get("words") else ideas

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for, as it stands in the address."""
        return {
            name: str(self.data.get(name, ""))
            for name in self.fields
            if self.cleaned_data.get(name)
        }
