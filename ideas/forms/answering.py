"""Our answer: three things on one page, and who decided, with whom, and where."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import CircleMember, Person, User
from ideas.enums import Outcome
from ideas.models import Answer, Idea
from ideas.services.answers import (
    LOOK_AGAIN_DUE,
    Gathering,
    Wording,
    answer_idea,
    faults_of,
)

# When a trial or a "not now" is looked at again, unless somebody says another day.
LOOK_AGAIN_AFTER = timedelta(weeks=8)

# Plain beginnings of a reason; the rest is about this idea alone.
STARTERS = (
    _("Yes, if we find … We can look for it until …"),
    _("Not now, because we have no … We look again when …"),
    _("It is more than we can do at once. A smaller first step could be …"),
    _("We would worry about … What would make it safe for everybody is …"),
    _("… does this already, and would like to do it with you, because …"),
)


def day_input() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class AnswerForm(forms.Form):
    """What came of talking about an idea. Nothing is chosen beforehand."""

    outcome = forms.ChoiceField(
        label=_("What do we say?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("In plain words. Due with “yes, if”, “not now” and “handed on”."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    promise = forms.CharField(
        label=_("What does the centre promise?"),
        help_text=_("Due with “yes”. For example: ask the bus company for free rides."),
        max_length=200,
        required=False,
    )
    due_on = forms.DateField(label=_("By when?"), widget=day_input(), required=False)
    look_again_on = forms.DateField(
        label=_("When do we look at it again?"),
        help_text=_("After “let us try it small” and “not now”."),
        widget=day_input(),
        required=False,
    )
    next_step = forms.CharField(
        label=_("What happens next, or to whom is it handed on?"),
        max_length=200,
        required=False,
    )
    together_with = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Together with whom did you decide?"),
        help_text=_("With nobody chosen, the answer says that staff decided alone."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    gathering_words = forms.CharField(
        label=_("At which get-together?"), max_length=120, required=False
    )
    gathering_on = forms.DateField(
        label=_("On which day?"), widget=day_input(), required=False
    )
    # The moves of the idea when this answer was begun.
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        today = timezone.localdate(timezone=idea.centre.tzinfo)
        super().__init__(*args, **kwargs)
        self.initial["seen"] = idea.move_count
        self.initial["look_again_on"] = today + LOOK_AGAIN_AFTER
        self.idea = idea
        field = self.fields["together_with"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = at_the_table(idea)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("outcome"):
            return said
        for name, fault in faults_of(self.wording).items():
            if name not in self.errors:
                self.add_error(name, fault)
        return said

    @property
    def wording(self) -> Wording:
        said = self.cleaned_data
        outcome = Outcome(said["outcome"])
        again = said.get("look_again_on") if outcome in LOOK_AGAIN_DUE else None
        return Wording(
            outcome,
            reason=said.get("reason", ""),
            promise=said.get("promise", ""),
            due_on=said.get("due_on") if said.get("promise") else None,
            next_step=said.get("next_step", ""),
            look_again_on=again,
        )

    @property
    def gathering(self) -> Gathering:
        said = self.cleaned_data
        return Gathering(
            said["gathering_on"], said["gathering_words"], list(said["together_with"])
        )

    def send(self, *, by: User) -> Answer:
        """Write the answer and tell everybody concerned."""
        wording, gathering = self.wording, self.gathering
        return answer_idea(
            self.idea,
            outcome=wording.outcome,
            by=by,
            reason=wording.reason,
            promise=wording.promise,
            due_on=wording.due_on,
            next_step=wording.next_step,
            together_with=gathering.with_whom,
            gathering_on=gathering.on,
            gathering_words=gathering.words,
            look_again_on=wording.look_again_on,
            seen=self.cleaned_data["seen"],
        )

    def begin_again(self) -> None:
        """Keep every word, against the idea as it now is."""
        self.idea.refresh_from_db()
        kept = QueryDict(mutable=True)
        kept.update(self.data)
        kept["seen"] = str(self.idea.move_count)
        self.data = kept

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("outcome", "reason", "promise", "due_on")]

    @property
    def next_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("look_again_on", "next_step")]

    @property
    def who_fields(self) -> list[forms.BoundField]:
        names = ("together_with", "gathering_words", "gathering_on")
        return [self[name] for name in names]

    @property
    def is_wrong_next(self) -> bool:
        return any(field.errors for field in self.next_fields)

    @property
    def is_wrong_who(self) -> bool:
        return any(field.errors for field in self.who_fields)


def at_the_table(idea: Idea) -> Any:
    """Champions who may have decided with staff: the author, and the idea's group."""
    people = Person.objects.of(idea.centre).living().exclude(champion=None)
    author = people.filter(pk=idea.author.pk) if idea.author else people.none()
    members = CircleMember.objects.filter(circle=idea.circle).values("person")
    return people.filter(pk__in=members) | author
