"""What champions, staff and neighbours write on the pages of this room."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.models import Person
from cms.models import Programme
from cms.services.carrying_on import who_may_be_asked


class ComingForm(forms.Form):
    """I will come: a first name, and nothing else that must be."""

    name = forms.CharField(label=_("What should we call you?"), max_length=80)
    reach = forms.CharField(
        label=_("Telephone or e-mail"),
        help_text=_(
            "Only to tell you when it is called off. We forget it 30 days later."
        ),
        max_length=254,
        required=False,
    )
    companions = forms.TypedChoiceField(
        label=_("How many people come with you?"),
        choices=[(str(n), str(n)) for n in range(6)],
        coerce=int,
        initial="0",
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class CancelForm(forms.Form):
    """Call off one date; the reason is told to those who meant to come."""

    why = forms.CharField(
        label=_("Why? One line for those who meant to come."),
        max_length=200,
        required=False,
    )


class CarryOnForm(forms.Form):
    """Another champion; whoever runs it now says whether they stop."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Whom shall we ask?"),
        empty_label=_("Choose somebody"),
    )
    stops = forms.BooleanField(
        label=_("I stop running it when they agree"), required=False, initial=True
    )

    def __init__(self, *args, programme: Programme, runs: Person | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = who_may_be_asked(programme)
        if runs is None:
            del self.fields["stops"]
