"""Whether a provider who thought of somebody may know that they came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from champions.enums import Channel
from champions.models import User
from meetings.forms.told import TOLD_BY
from meetings.services.may_know import may_know_words


def may_know_choices(providers: Iterable[User]) -> list[tuple[str, str]]:
    """As the person reads it, and ticks it or not."""
    return [(str(one.pk), may_know_words(one)) for one in providers]


def told_choices(providers: Iterable[User]) -> list[tuple[str, str]]:
    """As whoever writes it down reads it."""
    words = _("%(name)s may know whether they came")
    return [(str(one.pk), words % {"name": one.first_name}) for one in providers]


class WhoMayKnow(forms.MultipleChoiceField):
    """One tick for each provider; none is ticked until the person says so."""

    def __init__(self, **kwargs: Any) -> None:
        words = {
            "label": gettext_lazy("May somebody know that you came?"),
            "help_text": gettext_lazy(
                "Only that you were invited, and that you came: not your answer, and "
                "not why. You can take it back at any time."
            ),
        }
        super().__init__(
            **{**words, **kwargs}, required=False, widget=forms.CheckboxSelectMultiple
        )


class MayKnowForm(forms.Form):
    """What somebody says about it to the front desk."""

    prefix = "know"
    who = WhoMayKnow(label=gettext_lazy("What they allow"), help_text="")
    how = forms.ChoiceField(
        label=gettext_lazy("How did they tell us?"),
        choices=TOLD_BY,
        initial=Channel.PHONE.value,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, providers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = told_choices(providers)  # type: ignore[attr-defined]  # a choice

    @property
    def chosen(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["who"]]
