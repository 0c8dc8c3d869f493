"""What people say to an idea: reactions, talk, and both written down for somebody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.models import Person, User
from champions.permissions import Visit
from ideas.enums import ReactionKind
from ideas.forms.whose import WhoseWords
from ideas.models import Idea
from ideas.services.talk import react, say, take_back

TWO_WAYS = ("add", "remove")
LONGEST_OFFER = 200


class SayForm(forms.Form):
    """One saying in the talk."""

    words = forms.CharField(
        label=_("Say something"),
        max_length=2000,
        error_messages={"required": _("Write what you would like to say.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReactForm(forms.Form):
    """One of the three buttons, pressed or taken back: `like:add`, `like:remove`."""

    say = forms.ChoiceField(
        choices=[(f"{kind}:{what}", "") for kind in ReactionKind for what in TWO_WAYS]
    )
    words = forms.CharField(max_length=200, required=False)

    def apply(self, idea: Idea, person: Person, *, by: User) -> None:
        kind, what = self.cleaned_data["say"].split(":")
        if what == "remove":
            take_back(idea, person=person, kind=ReactionKind(kind))
        else:
            words = self.cleaned_data["words"]
            react(idea, person=person, kind=ReactionKind(kind), words=words, by=by)


class WriteDownForm(WhoseWords):
    """What a champion says to an idea on paper, by phone or in person."""

    says = forms.ChoiceField(
        label=_("What do they say?"),
        choices=[*ReactionKind.choices, ("talk", _("Something for the talk"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In their words"),
        help_text=_("Read it back to them. Please leave out other people’s health."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit = visit
        self.found = self.find()
        self.person = self.chosen(self.found)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        self.refuse_unknown(self.found)
        words = said.get("words", "")
        if said.get("says") == "talk" and not words:
            self.add_error("words", _("Write down what they say."))
        if said.get("says") != "talk" and len(words) > LONGEST_OFFER:
            self.add_error("words", _("Say it in at most 200 letters."))
        return said

    def apply(self, idea: Idea, person: Person, *, by: User) -> None:
        said = self.cleaned_data
        if said["says"] == "talk":
            say(idea, person=person, words=said["words"], by_staff=False, by=by)
        else:
            kind = ReactionKind(said["says"])
            react(idea, person=person, kind=kind, words=said["words"], by=by)
