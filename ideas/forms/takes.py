"""What would it take? Two short lines; the sheet for whoever is worried."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ideas.enums import CheckKind
from ideas.models import Idea, WhatItTakes
from ideas.models.takes import SHEET, SHORT
from ideas.services.takes import Kept

HINTS = {
    "worry": _("Say it plainly. We look for a way together."),
    "room": _("Where could it be? What is there already?"),
    "money": _("Most things need less than we think. Nothing is fine too."),
    "people": _("Who would do what, and who steps in?"),
    "cost": _("Nothing, unless you say otherwise."),
    "transport": _("On foot, by bus, a shared ride: also in winter."),
    "ease": _("A ramp, a chair, large print, a quiet corner."),
    "language": _("Which languages are at home there?"),
    "safety": _("What would make everybody feel welcome? Leave out people’s health."),
    "check_kind": _("Most tasks need none. A check goes with a task, never a person."),
}


class TakesForm(forms.ModelForm):
    """Every field may stay empty."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = WhatItTakes
        fields = (*SHEET, "check_kind")
        help_texts = HINTS
        widgets = {name: forms.Textarea({"rows": 2}) for name in SHEET}

    field_order = (*SHORT, "worry")

    def __init__(self, data: Any = None, *, takes: WhatItTakes, whole: bool) -> None:
        super().__init__(data, instance=takes)
        self.initial["version"] = takes.version
        self.whole = whole
        self.theirs: list[tuple[str, str]] = []
        self.fields["check_kind"].required = False
        if not whole:
            for name in [*SHEET, "check_kind"]:
                if name not in SHORT:
                    del self.fields[name]
        else:
            order = [name for name in SHEET if not name.startswith("check_")]
            self.order_fields([*order, "check_kind"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.whole:
            said["check_kind"] = said.get("check_kind") or CheckKind.NONE
            needs = said["check_kind"] != CheckKind.NONE
            if needs and not said.get("check_why"):
                words = _("Say why this task truly needs it. Else choose “no check”.")
                self.add_error("check_why", words)
        return said

    @property
    def words(self) -> dict[str, str]:
        return {
            name: said for name, said in self.cleaned_data.items() if name != "version"
        }

    def show_both(self, kept: Kept) -> None:
        """What somebody else kept meanwhile stands above one's own words."""
        self.theirs = lines_of(kept.takes)
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["version"] = str(kept.takes.version)
        self.data = data


def takes_of(idea: Idea) -> WhatItTakes:
    """The idea's sheet; an empty one, not kept, when nobody has said anything."""
    found = WhatItTakes.objects.filter(idea=idea).select_related("changed_by").first()
    return found or WhatItTakes(centre=idea.centre, idea=idea)


def is_whole(takes: WhatItTakes) -> bool:
    """Whether more than the two short lines was said."""
    said = any(getattr(takes, name) for name in SHEET if name not in SHORT)
    return said or takes.check_kind != CheckKind.NONE


def lines_of(takes: WhatItTakes) -> list[tuple[str, str]]:
    """What was said, as label and words; the check is named once the sheet is open."""
    names = [name for name in SHEET if not name.startswith("check_")]
    if is_whole(takes):
        names += ["check_kind", "check_why", "check_cost", "check_wait"]
    return [(label, words) for label, words in map(_line(takes), names) if words]


def _line(takes: WhatItTakes) -> Any:
    def line(name: str) -> tuple[str, str]:
        label = str(takes._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a field of its own
        if name == "check_kind":
            return label, str(takes.get_check_kind_display())
        return label, getattr(takes, name)

    return line
