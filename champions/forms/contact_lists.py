"""The forms of a contact list: it comes in, and its columns are said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from champions.contacts.columns import BY_FIELD, COLUMNS
from champions.contacts.headings import Headings, taken_twice
from champions.models import Centre, User


class UploadForm(forms.Form):
    """A file, and the centre for those who lead several."""

    centre = forms.ModelChoiceField(
        Centre.objects.none(), label=_("Centre"), empty_label=None
    )
    file = forms.FileField(
        label=_("Your list"),
        help_text=_("A CSV file or an Excel workbook (.xlsx), as you exported it."),
        allow_empty_file=True,  # the reader says it more kindly
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"required": _("Choose the file with your list.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        centres = Centre.objects.led_by(user)
        self.fields["centre"].queryset = centres  # type: ignore[attr-defined]  # a ModelChoiceField's
        self.only_centre = centres.get() if centres.count() == 1 else None
        if self.only_centre:
            del self.fields["centre"]

    @property
    def for_centre(self) -> Centre:
        """For which centre the list is, after cleaning."""
        chosen: Centre = self.only_centre or self.cleaned_data["centre"]
        return chosen


class ColumnsForm(forms.Form):
    """What each column of a list means; none may be said twice that a person has once."""

    def __init__(self, *args: Any, headings: Headings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = headings
        choices = [("", _("Leave out")), *((one.field, one.label) for one in COLUMNS)]
        for column, name in enumerate(headings.names):
            self.fields[f"column-{column}"] = forms.ChoiceField(
                label=name or column_name(column),
                choices=choices,
                initial=headings.fields[column],
                required=False,
            )

    @property
    def meanings(self) -> list[str]:
        """By column, after cleaning."""
        return [self.cleaned_data.get(name, "") for name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = self.meanings
        for column in taken_twice(said):
            what = BY_FIELD[said[column]].label
            words = _("Only one column can be “%(what)s”.") % {"what": what}
            self.add_error(f"column-{column}", words)
        if "first_name" not in said:
            self.add_error(None, _("Choose the column with first names."))
        return cleaned


def column_name(column: int) -> str:
    """A column without a heading, as spreadsheets call it: A, B, ... AA."""
    letters = get_column_letter(column + 1)
    return gettext("Column %(letters)s") % {"letters": letters}
