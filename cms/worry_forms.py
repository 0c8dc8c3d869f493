"""A worry in one's own words; and who hears worries at a centre."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, User
from cms.services.worries import could_hear

MOST_WORDS = 1000


class WorryForm(forms.Form):
    words = forms.CharField(
        label=_("What worries you?"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    reach = forms.CharField(
        label=_("Telephone or e-mail, if you would like an answer"),
        max_length=254,
        required=False,
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class WhoHearsForm(forms.Form):
    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who hears worries?"),
        help_text=_(
            "Never about a programme that they run: then the next of your staff does."
        ),
        empty_label=_("Choose somebody"),
    )

    def __init__(self, *args, centre: Centre, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = could_hear(centre)
        self.fields["user"].label_from_instance = lambda user: user.name
