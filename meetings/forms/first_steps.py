"""Ticks and notes before the first workshop."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.enums import FirstStep
from meetings.services.first_steps import STEPS

# Why each is worth a thought, and who says so.
REASONS: dict[str, Any] = {
    FirstStep.LEAD: _(
        "One person whom everybody can ask, and somebody when they are away. Source: Thomas, Lynch and Spencer 2021, “appoint a lead”."
    ),
    FirstStep.TIME: _(
        "Some hours each week of one person, and an afternoon of a few others. Source: guidebook, step 5, “organizational capacity”."
    ),
    FirstStep.ROOM: _(
        "One that has no steps, with tea, and free for the second get-together too. Source: the guidebook’s principles."
    ),
    FirstStep.MONEY: _(
        "A ride or a sitter should not be why somebody stays at home. Source: guidebook, step 4, “transportation”."
    ),
    FirstStep.LEARNING: _(
        "Choose one or two questions with the champions, before you begin. Source: guidebook, step 6, and Thomas, Lynch and Spencer 2021, “joint evaluation from the outset”."
    ),
}


class FirstStepsForm(forms.Form):
    """A tick and a note for each; all on one page, saved with one press."""

    def __init__(self, data: Any = None, *, rows: dict[str, Any]) -> None:
        super().__init__(data)
        for step in STEPS:
            row = rows.get(step)
            self.fields[f"done_{step}"] = forms.BooleanField(
                label=step.label,
                help_text=REASONS[step],
                required=False,
                initial=bool(row and row.is_done),
            )
            self.fields[f"note_{step}"] = forms.CharField(
                label=_("Note"),
                max_length=200,
                required=False,
                initial=row.note if row else "",
            )

    def said(self) -> list[tuple[str, bool, str]]:
        said = self.cleaned_data
        return [(step, said[f"done_{step}"], said[f"note_{step}"]) for step in STEPS]
