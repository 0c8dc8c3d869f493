"""The words of an idea, asked for alike when it is shared and when it is changed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class IdeaWords(forms.Form):
    """One required field; all else may be left out."""

    what = forms.CharField(
        label=_("What is your idea?"),
        help_text=_("One sentence is plenty."),
        max_length=140,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    why = forms.CharField(
        label=_("Why, and who would it be for?"),
        help_text=_("Please leave out other people’s health."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    brings = forms.CharField(
        label=_("What could you bring?"),
        help_text=_("A skill, some time, a place, a friend. Or nothing."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    wants = forms.CharField(
        label=_("What help would it need?"),
        help_text=_("“Somebody who bakes”, “a car”. We tell those who like to do it."),
        max_length=200,
        required=False,
    )
