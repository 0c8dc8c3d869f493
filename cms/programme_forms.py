"""The form in which a champion describes a programme: five short parts, the rarer
questions of each behind a line that opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from champions.choices import with_hint
from champions.models import Centre
from cms.dates import NAMED_DAYS
from cms.enums import Access, Pattern
from cms.models import Area, Programme, ProgrammePage
from cms.services.programmes import PAGE_WORDS

DATE = {"type": "date"}
# The first date and nine more: who has others says them later.
MORE_DAYS = tuple(f"day_{number}" for number in range(2, 11))
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
PATTERNS = [
    (Pattern.ONCE, Pattern.ONCE.label),
    (Pattern.WEEKLY, Pattern.WEEKLY.label),
    (Pattern.FORTNIGHTLY, Pattern.FORTNIGHTLY.label),
    (
        Pattern.MONTHLY,
        with_hint(Pattern.MONTHLY.label, _("Like the second Tuesday.")),
    ),
    (
        Pattern.MONTHLY_BY_DATE,
        with_hint(
            Pattern.MONTHLY_BY_DATE.label,
            _("Like the 5th. The 31st is the last day of a shorter month."),
        ),
    ),
    (Pattern.DATES, with_hint(Pattern.DATES.label, _("Name them below."))),
]
# Each part: what stands in view, and what opens, under which words.
SECTIONS = (
    (_("What is it?"), ("title", "what", "about"), _("The language"), ("language",)),
    (
        _("When?"),
        ("pattern", "first_on", "at", "until"),
        _("More dates, the months, the end"),
        (*MORE_DAYS, "months", "last_on", "skips_shut_days"),
    ),
    (
        _("Where, and how do people get in?"),
        ("place",),
        _("The way there, what helps, taking part online"),
        ("directions", "area", "access", "attending", "online_link"),
    ),
    (
        _("Good to know"),
        ("is_free",),
        _("What it costs, for whom, food, places"),
        ("cost", "ages", "food", "bring", "bring_a_friend", "drop_in", "places"),
    ),
    (
        _("Your first visit"),
        ("first_visit",),
        _("Meeting new people, the key, first aid"),
        ("meets_at_the_door", "key_words", "first_aid_words"),
    ),
)


@dataclass(frozen=True)
class Section:
    """One part of the form; it is open when something in it asks for a change."""

    title: str
    in_view: list[forms.BoundField]
    more_label: str
    more: list[forms.BoundField]

    @property
    def is_open(self) -> bool:
        return any(field.errors for field in self.more)


def _day_field(number: int) -> forms.DateField:
    return forms.DateField(
        label=_("Date %(number)s") % {"number": number},
        required=False,
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
    )


class ProgrammeForm(forms.ModelForm):
    """A champion describes a programme: words and dates in plain fields."""

    what = PAGE_FIELDS["what"]
    about = PAGE_FIELDS["about"]
    first_visit = PAGE_FIELDS["first_visit"]
    pattern = forms.ChoiceField(
        label=_("How often?"),
        choices=PATTERNS,
        widget=forms.RadioSelect,
        initial=Pattern.WEEKLY,
    )
    months = forms.TypedMultipleChoiceField(
        label=_("Only in these months, each year"),
        help_text=_("Tick none when it goes on all year."),
        choices=list(MONTHS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    access = forms.MultipleChoiceField(
        label=_("What helps people to come"),
        choices=Access.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    area = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("Which part of town?"),
        empty_label=_("I do not know"),
        required=False,
    )
    online_link = forms.URLField(
        label=_("The link to take part online"),
        help_text=_("Told only to those who say that they come."),
        assume_scheme="https",
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
            "language",
            "pattern",
            "first_on",
            "months",
            "last_on",
            "skips_shut_days",
            "at",
            "until",
            "place",
            "directions",
            "area",
            "access",
            "attending",
            "online_link",
            "is_free",
            "cost",
            "ages",
            "food",
            "bring",
            "bring_a_friend",
            "drop_in",
            "places",
            "meets_at_the_door",
            "key_words",
            "first_aid_words",
        )
        widgets = {
            "first_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "last_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "attending": forms.RadioSelect,
        }
        help_texts = {
            "last_on": _("Leave it empty when it goes on."),
            "place": _("The door people look for, like “Library, back room”."),
            "places": _("Leave it empty when there is room for all."),
            "food": _("Like: tea and biscuits, or bring your lunch."),
            "bring": _("Like: good shoes and a water bottle."),
            "key_words": _("Only on your own sheet for the day."),
        }

    def __init__(self, *args, centre: Centre, **kwargs):
        super().__init__(*args, **kwargs)
        self._ask_for_more_days()
        self.initial["drop_in"] = "1" if self.instance.drop_in else ""
        areas = Area.objects.of(centre)
        self.fields["area"].queryset = areas
        if not areas.exists():
            del self.fields["area"]

    def _ask_for_more_days(self) -> None:
        known = [*self.instance.more_days, *[None] * len(MORE_DAYS)]
        for number, name in enumerate(MORE_DAYS, 2):
            self.fields[name] = _day_field(number)
            self.initial.setdefault(name, known[number - 2])

    def sections(self) -> Iterator[Section]:
        for title, in_view, label, more in SECTIONS:
            yield Section(
                str(title), self._bound(in_view), str(label), self._bound(more)
            )

    def _bound(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

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
        self._refuse_out_of_season(words)
        self._refuse_days_of_no_use(words)
        self._refuse_days_after_the_end(words)
        if not words.get("is_free") and not words.get("cost"):
            self.add_error("cost", _("Say what it costs, or tick that it is free."))
        return words

    def _refuse_backwards(self, words, first: str, then: str, message) -> None:
        begin, end = words.get(first), words.get(then)
        backwards = begin and end and (end < begin or (end == begin and first == "at"))
        if backwards:
            self.add_error(then, message)

    def _refuse_out_of_season(self, words) -> None:
        first, months = words.get("first_on"), self._season(words)
        if first and months and first.month not in months:
            message = _("The first date is not in these months. Change one of them.")
            self.add_error("months", message)

    def _refuse_days_of_no_use(self, words) -> None:
        if self._named_days(words) and words.get("pattern") not in (
            None,
            Pattern.DATES,
        ):
            message = _(
                "You named more dates. Choose “on some days that I name”, or take them away."
            )
            self.add_error(MORE_DAYS[0], message)

    def _refuse_days_after_the_end(self, words) -> None:
        named, last = self._named_days(words), words.get("last_on")
        if last and named and named[-1] > last:
            message = _(
                "You named a date after this one. Take the last date away, or make it later."
            )
            self.add_error("last_on", message)

    def _season(self, words) -> list[int]:
        """Days that are named one by one have none."""
        named = words.get("pattern") in NAMED_DAYS
        return [] if named else words.get("months", [])

    def _named_days(self, words) -> list[date]:
        days = {words.get(name) for name in MORE_DAYS}
        return sorted(days - {None, words.get("first_on")})

    @property
    def facts(self) -> dict:
        """What belongs to the programme itself."""
        words, others = self.cleaned_data, {*PAGE_WORDS, *MORE_DAYS}
        facts = {name: value for name, value in words.items() if name not in others}
        return facts | {
            "months": self._season(words),
            "more_days": [day.isoformat() for day in self._named_days(words)],
        }

    @property
    def words(self) -> dict[str, str]:
        """What belongs to its page."""
        return {name: self.cleaned_data[name] for name in PAGE_WORDS}


class MoveDateForm(forms.Form):
    """Another day, time or room for one date; who meant to come is told."""

    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    )
    at = forms.TimeField(
        label=_("from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    until = forms.TimeField(
        label=_("until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label=_("Where?"), max_length=120)
    note = forms.CharField(
        label=_("A short word about it"),
        help_text=_("It stands beside the date, and is told to those who come."),
        max_length=200,
        required=False,
    )
    # Which words about the date were read: of two who move it, the second is told.
    sequence = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean(self):
        said = super().clean()
        at, until = said.get("at"), said.get("until")
        if at and until and until <= at:
            message = _("It must end after it begins. Change one of them.")
            self.add_error("until", message)
        return said
