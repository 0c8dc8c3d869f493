"""What champions, staff and neighbours write on the pages of this room."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, Person
from cms.models import Programme
from cms.services.carrying_on import who_may_be_asked
from cms.services.stories import Told
from meetings.enums import NeedKind
from meetings.services.needs import Wish


class ComingForm(forms.Form):
    """I will come: a first name, and nothing else that must be."""

    name = forms.CharField(label=_("What should we call you?"), max_length=80)
    reach = forms.CharField(
        label=_("Telephone or e-mail"),
        help_text=_(
            "We tell you when it is called off or a place comes free. If it is an e-mail "
            "address, we remind you too. We forget it 30 days later."
        ),
        max_length=254,
        required=False,
    )
    companions = forms.TypedChoiceField(
        label=_("How many people come with you?"),
        choices=[(str(n), str(n)) for n in range(6)],
        coerce=int,
        empty_value=0,
        initial="0",
        required=False,
    )
    shows_name = forms.BooleanField(
        label=_("Those who run it may see my first name"),
        help_text=_("Else they see only how many people come."),
        required=False,
    )
    meet_me = forms.BooleanField(
        label=_("It is my first time: please meet me at the door"), required=False
    )
    needs = forms.MultipleChoiceField(
        label=_("What would help you to come?"),
        choices=NeedKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    need_words = forms.CharField(
        label=_("Tell us more"), max_length=200, required=False
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, programme: Programme, **kwargs):
        super().__init__(*args, **kwargs)
        if not programme.meets_at_the_door:
            del self.fields["meet_me"]

    @property
    def said(self) -> dict[str, Any]:
        """For `come_as_guest`: what would help, each with the words beside it."""
        said = dict(self.cleaned_data)
        kinds, words = said.pop("needs"), said.pop("need_words")
        kinds = kinds or ([NeedKind.OTHER] if words else [])
        return said | {"needs": [Wish(kind, words) for kind in kinds]}


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


class StoryForm(forms.Form):
    """A champion tells what happened; staff write it down for one who telephones."""

    title = forms.CharField(label=_("Give it a name"), max_length=80)
    happened = forms.CharField(
        label=_("What happened?"),
        help_text=_("Also when it did not work. Nothing about anybody’s health."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )
    learned = forms.CharField(
        label=_("What did you learn?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Is it about a programme?"),
        empty_label=_("No, or another one"),
        required=False,
    )
    name = forms.ChoiceField(
        label=_("May we use your first name?"),
        choices=[("yes", _("Yes")), ("no", _("No, write “a champion”"))],
        widget=forms.RadioSelect,
    )
    allows = forms.BooleanField(
        label=_("You may show my story to everybody"),
        help_text=_("Until you change your mind: then it comes down at once."),
        error_messages={
            "required": _("Tick this. Without it we may not show your story.")
        },
    )

    def __init__(self, *args, centre: Centre, tellers: QuerySet[Person], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = Programme.objects.of(centre).listed()
        if tellers.count() > 1:
            self._ask_who_tells_it(tellers)

    def _ask_who_tells_it(self, tellers: QuerySet[Person]) -> None:
        self.fields["teller"] = forms.ModelChoiceField(
            tellers,
            label=_("Whose story is it?"),
            help_text=_("Write it in their words, and read the last two out to them."),
            empty_label=_("Choose somebody"),
        )
        self.order_fields(["teller"])

    def told(self, language: str) -> Told:
        words = self.cleaned_data
        return Told(
            title=words["title"],
            happened=words["happened"],
            learned=words["learned"],
            language=language,
            shows_name=words["name"] == "yes",
            programme=words["programme"],
        )
