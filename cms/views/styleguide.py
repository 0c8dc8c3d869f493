"""Every component on one page, with invented people and places."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from champions.choices import with_hint
from champions.permissions import STAFF, Who, access
from champions.quilt import Block
from champions.quilt.patterns import PATTERNS

INVENTED = UUID("6f1c8f7e-2f0b-5d6c-9d3a-5a1f2c7b9e10")


@dataclass(frozen=True)
class Somebody:
    """An invented person with a name patch."""

    first_name: str

    @property
    def uuid(self) -> UUID:
        return uuid5(INVENTED, self.first_name)


class SampleForm(forms.Form):
    """One field of each sort."""

    name = forms.CharField(label=_("What should we call you?"))
    about = forms.CharField(
        label=_("What is your idea?"),
        help_text=_("One sentence is plenty."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    day = forms.ChoiceField(
        label=_("Day"),
        choices=[("", _("Any day")), ("2", _("Tuesday"))],
        required=False,
    )
    reply = forms.ChoiceField(
        label=_("Will you come?"),
        choices=[
            ("yes", with_hint(_("Yes, I hope to come"), _("We tell everybody soon."))),
            ("maybe", _("Not sure yet")),
            ("later", _("Not this time, ask me again")),
            ("no", _("No, thank you")),
        ],
        widget=forms.RadioSelect,
    )
    helps = forms.MultipleChoiceField(
        label=_("What would help?"),
        choices=[("ride", _("A ride")), ("quiet", _("A quiet place"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    shared = forms.BooleanField(
        label=_("Other people use this device too"),
        help_text=_("We sign you out when you close it."),
        required=False,
    )
    code = forms.CharField(
        label=_("Your six numbers"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
        required=False,
    )


@access(*STAFF, Who.EDITOR, twin="none: it shows developers and editors the components")
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html", samples())


def samples() -> dict[str, Any]:
    """What the page shows; nothing in it is real."""
    return {
        "square": _block("coffee", "growing"),
        "idea": _block("bus", "helping"),
        "squares": [_block(f"square {kind}", kind) for kind in PATTERNS],
        "kinds": [
            (kind, [_block(f"{kind} {n}", kind) for n in range(6)]) for kind in PATTERNS
        ],
        "amina": Somebody("Amina"),
        "jean_guy": Somebody("Jean-Guy"),
        "lucille": Somebody("Lucille"),
        "anne": Somebody("Anne"),
        "day": date(2026, 11, 26),
        "page": Paginator(range(60), 20).page(2),
        "form": SampleForm(),
        "wrong": SampleForm({"about": "Soup"}, prefix="wrong"),
        "tags": ["Free", "Step-free", "Sitting"],
        "facts": [
            ("Cost", "Free. Paint, paper and coffee are there."),
            ("Getting in", "Step-free from the side door on Elm Street."),
        ],
        "links": [
            {"url": "#staff", "label": "Arrange the ride for Sam"},
            {"url": "#staff", "label": "Write our answer"},
        ],
    }


def _block(name: str, kind: str) -> Block:
    return Block(uuid5(INVENTED, name), kind)
