"""Typing the printed sheet back, and whoever was not on it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting, Part

ALL_PARTS = "all"


class _OfAPart(forms.Form):
    """With the part that is meant, where there is more than one."""

    part = forms.ChoiceField(
        label=_("Which part?"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, meeting: Meeting, **options: Any) -> None:
        super().__init__(data, **options)
        self.parts = list(meeting.parts.order_by("number"))
        choices = [(str(part.pk), part.title) for part in self.parts]
        both = (ALL_PARTS, _("All parts that are theirs"))
        self.fields["part"].choices = [both, *choices]  # type: ignore[attr-defined]
        if len(self.parts) == 1:
            del self.fields["part"]

    def chosen(self) -> list[Part]:
        said = self.cleaned_data.get("part") or ALL_PARTS
        return [part for part in self.parts if said in (ALL_PARTS, str(part.pk))]


class CodesForm(_OfAPart):
    """One field; several codes may stand in it."""

    codes = forms.CharField(
        label=_("The five numbers of a row"),
        max_length=600,
        help_text=_("One row, or several with a space between."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}
        ),
    )
    field_order = ("codes", "part")


class NotOnTheSheetForm(_OfAPart):
    """Somebody who is not on the sheet."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    field_order = ("first_name", "part", "submission")


class WhoForm(forms.Form):
    """Whom the centre may know."""

    words = forms.CharField(
        label=_("Name, telephone or e-mail"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
