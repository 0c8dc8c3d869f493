"""What champions, staff and neighbours write on the pages of this room."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from champions.choices import with_hint
from champions.models import Centre, Person
from cms.enums import Access
from cms.models import Programme, ProgrammePage
from cms.services.carrying_on import who_may_be_asked
from cms.services.programmes import PAGE_WORDS
from cms.services.stories import Told

# The words of a page, asked for in the same form as the facts of its programme.
PAGE_FIELDS = forms.fields_for_model(
    ProgrammePage,
    fields=PAGE_WORDS,
    widgets={
        "about": forms.Textarea(attrs={"rows": 4}),
        "first_visit": forms.Textarea(attrs={"rows": 3}),
    },
    help_texts={
        "what": _("One sentence is plenty."),
        "first_visit": _("Who says hello? Where do I sit? May I leave when I like?"),
    },
)


class ProgrammeForm(forms.ModelForm):
    """A champion describes a programme: words and dates in plain fields."""

    what = PAGE_FIELDS["what"]
    about = PAGE_FIELDS["about"]
    first_visit = PAGE_FIELDS["first_visit"]
    access = forms.MultipleChoiceField(
        label=_("Good to know"),
        choices=Access.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    drop_in = forms.TypedChoiceField(
        label=_("Must people tell you that they come?"),
        choices=[
            ("1", with_hint(_("No"), _("They just come."))),
            ("", with_hint(_("Yes"), _("They say so first: no account is needed."))),
        ],
        widget=forms.RadioSelect,
        coerce=bool,
        empty_value=False,
        required=False,
        initial="1",
    )

    class Meta:
        model = Programme
        fields = (
            "title",
            "what",
            "about",
            "language",
            "pattern",
            "first_on",
            "last_on",
            "at",
            "until",
            "place",
            "directions",
            "access",
            "is_free",
            "cost",
            "drop_in",
            "places",
            "first_visit",
        )
        widgets = {
            "pattern": forms.RadioSelect,
            "first_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "last_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts = {
            "last_on": _("Leave it empty when it goes on."),
            "place": _("The door people look for, like “Library, back room”."),
            "places": _("Leave it empty when there is room for all."),
        }

    def clean(self):
        words = super().clean()
        self._refuse_backwards(
            words, "at", "until", _("It must end after it begins. Change one of them.")
        )
        self._refuse_backwards(
            words,
            "first_on",
            "last_on",
            _("The last date must not be before the first. Change one of them."),
        )
        if not words.get("is_free") and not words.get("cost"):
            self.add_error("cost", _("Say what it costs, or tick that it is free."))
        return words

    def _refuse_backwards(self, words, first: str, then: str, message) -> None:
        begin, end = words.get(first), words.get(then)
        backwards = begin and end and (end < begin or (end == begin and first == "at"))
        if backwards:
            self.add_error(then, message)

    @property
    def facts(self) -> dict:
        """What belongs to the programme itself."""
        words = self.cleaned_data
        return {name: value for name, value in words.items() if name not in PAGE_WORDS}

    @property
    def words(self) -> dict[str, str]:
        """What belongs to its page."""
        return {name: self.cleaned_data[name] for name in PAGE_WORDS}


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
