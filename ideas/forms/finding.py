"""Which ideas to show."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from champions.models import Circle, Person, User
from champions.permissions import Visit
from champions.search import saying
from ideas.enums import IdeaStage
from ideas.models import IdeaQuerySet
from ideas.searching import speaking_of

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
    circle = forms.BooleanField(label=_("My group’s ideas"), required=False)
    gift = forms.BooleanField(
        label=_("They speak of what I like to do"), required=False
    )

    def narrow(self, ideas: IdeaQuerySet, visit: Visit, user: User) -> IdeaQuerySet:
        """The ideas that fit for this visitor."""
        person = visit.person
        asked = self.cleaned_data
        if asked.get("lane"):
            ideas = ideas.in_lane(asked["lane"])
        if asked.get("unanswered"):
            ideas = ideas.unanswered()
        if asked.get("mine"):
            own = ideas.filter(author=person, not_mine_at=None)
            ideas = own if person else ideas.none()
        if asked.get("circle"):
            ideas = ideas.filter(circle__in=_circles_of(person, user))
        if asked.get("gift"):
            ideas = _for_gifts_of(person, ideas)
        return ideas.speaking(saying(asked["words"])) if asked.get("words") else ideas

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for, as it stands in the address."""
        return {
            name: str(self.data.get(name, ""))
            for name in self.fields
            if self.cleaned_data.get(name)
        }


def _circles_of(person: Person | None, user: User) -> QuerySet[Circle]:
    """Where somebody meets, or whose staff they are."""
    theirs = Q(lead=user) | Q(back_up=user) | Q(partners__user=user)
    if person:
        theirs |= Q(members__person=person)
    return Circle.objects.filter(theirs)


def _for_gifts_of(person: Person | None, ideas: IdeaQuerySet) -> IdeaQuerySet:
    """Of others; who has said nothing of what they like finds none."""
    champion = getattr(person, "champion", None)
    if person is None or champion is None:
        return ideas.none()
    others = ideas.exclude(author=person)
    return others.filter(speaking_of(champion.gifts, language=person.language))
