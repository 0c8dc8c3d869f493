"""What is typed after a fridge card has been opened, or at the desk for who calls."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

# More than ever fitted into a room of a health centre.
MOST_WHO_CAME = 500


class FirstNameForm(forms.Form):
    """Whose card it is. Asked once on a phone of one's own."""

    first_name = forms.CharField(
        label=_("Your first name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Type your first name.")},
    )
    own_device = forms.BooleanField(
        label=_("This is my own phone: do not ask my name again"), required=False
    )


class CallOffForm(forms.Form):
    """The date that was read; who reads slowly calls off no other one."""

    date = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    why = forms.CharField(
        label=_("Why? One line for those who meant to come."),
        help_text=_("You can leave it empty."),
        max_length=200,
        required=False,
    )


class CountForm(forms.Form):
    """A number, nothing else."""

    date = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    came = forms.IntegerField(
        label=_("How many came?"),
        help_text=_("All together, and you too."),
        min_value=0,
        max_value=MOST_WHO_CAME,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Type a number. None came? Type 0.")},
    )


class NeedForm(forms.Form):
    """One line."""

    what = forms.CharField(
        label=_("What do you need?"),
        help_text=_("One line, like: two balls of red yarn."),
        max_length=160,
        error_messages={"required": _("Say in one line what you need.")},
    )


class DeskCodeForm(forms.Form):
    """The ten numbers that somebody reads out."""

    code = forms.CharField(
        label=_("The ten numbers of the card"),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Type the ten numbers of the card.")},
    )
