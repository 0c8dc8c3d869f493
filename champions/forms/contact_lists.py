"""The one form with which a contact list comes in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.enums import Role
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
    sheet = forms.CharField(
        label=_("Sheet"),
        required=False,
        max_length=120,
        help_text=_("Only for a workbook in which several sheets have people."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        centres = (
            Centre.objects.all() if user.is_superuser else user.centres_as({Role.LEAD})
        )
        self.fields["centre"].queryset = centres  # type: ignore[attr-defined]  # a ModelChoiceField's
        self.only_centre = centres.get() if centres.count() == 1 else None
        if self.only_centre:
            del self.fields["centre"]

    @property
    def for_centre(self) -> Centre:
        """For which centre the list is, after cleaning."""
        chosen: Centre = self.only_centre or self.cleaned_data["centre"]
        return chosen
