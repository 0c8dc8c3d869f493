"""Letters of a centre's own system: how many and when; and who answers one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.enums import Language
from meetings.forms.joining import JoinForm
from meetings.forms.workshops import MOST_PEOPLE


class CountedForm(forms.Form):
    letters = forms.IntegerField(
        label=_("How many letters"), min_value=1, max_value=MOST_PEOPLE
    )
    posted_on = forms.DateField(
        label=_("In the post on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class LettersForm(JoinForm):
    """Whoever got a letter says who they are."""

    language = forms.ChoiceField(
        label=_("In which language shall we write?"),
        choices=Language.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language.")},
    )
