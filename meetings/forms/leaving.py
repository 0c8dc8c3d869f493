"""Moving on: what becomes of one's ideas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from champions.models import Person
from ideas.enums import WhenAuthorLeaves
from ideas.services.leaving import ideas_left_by


class GoodbyeForm(forms.Form):
    """Asked only of whoever has ideas; who says nothing leaves them, with the name."""

    ideas = forms.ChoiceField(
        label=_("What becomes of your ideas?"),
        choices=WhenAuthorLeaves.choices,
        initial=WhenAuthorLeaves.STAY,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = list(ideas_left_by(person).values_list("what", flat=True))
        # Django shows a help text as it is, and these are people's own words.
        self.fields["ideas"].help_text = escape(" · ".join(titles))
        if not titles:
            del self.fields["ideas"]

    @property
    def chosen(self) -> WhenAuthorLeaves:
        said = self.cleaned_data.get("ideas") if self.is_valid() else ""
        return WhenAuthorLeaves(said or WhenAuthorLeaves.STAY)
