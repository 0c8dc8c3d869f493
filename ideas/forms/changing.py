"""Changing one's own words; hiding a saying, and objecting to that."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.models import User
from ideas.forms.words import IdeaWords
from ideas.models import Comment, Idea
from ideas.services.changing import WORDS_OF_IDEA, change_comment, change_idea


class Seen(forms.Form):
    """A form over words that somebody else may change meanwhile."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def begin_again(self, seen: int) -> None:
        """Keep what was typed, over the words as they stand now."""
        self.data = {**dict(self.data.items()), "seen": str(seen)}


class ChangeIdeaForm(IdeaWords, Seen):
    """The words of an idea, as when it was shared."""

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        words = {name: getattr(idea, name) for name in WORDS_OF_IDEA}
        kwargs["initial"] = words | {"seen": idea.edit_count}
        super().__init__(*args, **kwargs)
        self.idea = idea

    def change(self, *, by: User) -> None:
        words = {name: self.cleaned_data[name] for name in WORDS_OF_IDEA}
        change_idea(self.idea, words, by=by, seen=self.cleaned_data["seen"])


class ChangeCommentForm(Seen):
    """The words of a saying."""

    words = forms.CharField(
        label=_("In other words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, comment: Comment, **kwargs: Any) -> None:
        kwargs["initial"] = {"words": comment.words, "seen": comment.edit_count}
        super().__init__(*args, **kwargs)
        self.comment = comment

    def change(self, *, by: User) -> None:
        said = self.cleaned_data
        change_comment(self.comment, said["words"], by=by, seen=said["seen"])


class HideForm(forms.Form):
    """Why staff hide a saying; its author reads it."""

    why = forms.CharField(
        label=_("Why is it hidden?"),
        help_text=_("Its author reads this, and can say once that they disagree."),
        min_length=20,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ObjectForm(forms.Form):
    """The author sees it differently."""

    objection = forms.CharField(
        label=_("Why should it stand?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
