"""Which idea is the same wish as this one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.search import saying
from ideas.models import Idea
from ideas.searching import similar_ideas

MOST_FOUND = 12


class SentForm(forms.Form):
    """The number of the other idea, whether it may still be chosen or not."""

    other = forms.IntegerField(min_value=1, max_value=2**31)


class SameForm(forms.Form):
    """Ideas that look like it are proposed; any other is found by its words."""

    words = forms.CharField(
        label=_("Not among them? Find it by its words"), max_length=100, required=False
    )
    other = forms.ModelChoiceField(
        Idea.objects.none(),
        label=_("Which idea is the same wish?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the idea that is the same wish.")},
    )

    def __init__(self, *args: Any, idea: Idea, typed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["words"] = typed
        self.found = _like(idea, typed)
        field = self.fields["other"]
        if isinstance(field, forms.ModelChoiceField):
            keys = [found.pk for found in self.found]
            field.queryset = Idea.objects.of(idea.centre).filter(pk__in=keys)


def _like(idea: Idea, typed: str) -> list[Idea]:
    """The ideas to choose from; none of them is told under another already."""
    if typed:
        wall = Idea.objects.of(idea.centre).on_the_wall().exclude(pk=idea.pk)
        return list(wall.speaking(saying(typed))[:MOST_FOUND])
    found = similar_ideas(idea.centre, idea.what)
    return [one for one in found if one.pk != idea.pk]
