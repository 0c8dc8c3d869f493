"""The forms by which a photograph comes in: a champion's, and those of Wagtail's admin.
All of them take it through `cms.photographs`."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.forms.fields import FileField
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from champions.choices import with_hint
from champions.enums import ConsentPurpose
from champions.models import Consent, Person
from cms.enums import HowAllowed
from cms.models import Picture, Programme
from cms.photographs import make_clean
from cms.services.carrying_on import champions_near
from cms.services.pictures import Recognised

ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif"
NOBODY, PEOPLE = "nobody", "people"
MOST_NAMES = 20


class PhotographField(WagtailImageField):
    """What it gives is clean, and so is what was sent, wherever that is stored."""

    def to_python(self, data: Any) -> Any:
        file = FileField.to_python(self, data)
        if file is not None:
            make_clean(file)
        return file


class PhotographForm(BaseImageForm):
    """Wagtail's form of an image, single, many at once, or in a chooser."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self._take_photographs()
        if "description" in self.fields:
            self._ask_for_words()

    def _take_photographs(self) -> None:
        stock = self.fields["file"]
        self.fields["file"] = PhotographField(
            label=stock.label, required=stock.required, widget=stock.widget
        )

    def _ask_for_words(self) -> None:
        """Whoever sends many at once is asked afterwards, picture by picture."""
        field = self.fields["description"]
        field.label, field.help_text = _("What can be seen?"), ALT_HINT
        is_sent_alone = self.add_prefix("description") in self.data
        field.required = not self.is_bound or is_sent_alone


ALT_HINT = _(
    "For people who cannot see it. Say it as you would on the telephone: “Four cups and "
    "a cake on a red table.”"
)


class PictureForm(forms.ModelForm):
    """A champion adds a picture, and says who is in it."""

    file = PhotographField(
        label=_("Choose a photo"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    who = forms.ChoiceField(
        label=_("Who can be recognised?"),
        choices=[
            (NOBODY, with_hint(_("Nobody"), _("Hands, things, a room, the lake."))),
            (PEOPLE, with_hint(_("Somebody"), _("Each of them must have said yes."))),
        ],
        widget=forms.RadioSelect,
    )
    people = forms.ModelMultipleChoiceField(
        queryset=Person.objects.none(),
        label=_("Champions in the picture"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    people_how = forms.ChoiceField(
        label=_("How did these champions say yes?"),
        choices=[
            (HowAllowed.SAID, _("They told me")),
            (HowAllowed.SIGNED, _("They signed the form")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    names = forms.CharField(
        label=_("First names of other people"),
        help_text=_("One name a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    names_how = forms.ChoiceField(
        label=_("Who signed the form for them?"),
        help_text=_("Print the form first. Keep the signed ones at the centre."),
        choices=[
            (HowAllowed.SIGNED, _("Each signed it")),
            (HowAllowed.PARENT, _("A parent signed it, for a child")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    class Meta:
        model = Picture
        fields = ("alt", "alt_other")
        help_texts = {"alt": ALT_HINT}

    field_order = (
        "file",
        "alt",
        "alt_other",
        "who",
        "people",
        "people_how",
        "names",
        "names_how",
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any):
        super().__init__(*args, **kwargs)
        people: Any = self.fields["people"]
        people.queryset = champions_near(programme)
        people.label_from_instance = lambda person: person.first_name
        self.fields["file"].help_text = _(
            "JPEG, PNG, WebP or HEIC, up to 10 MB. Where and when it was taken is wiped."
        )

    def clean_names(self) -> list[str]:
        lines = self.cleaned_data["names"].splitlines()
        names = list(dict.fromkeys(filter(None, (line.strip() for line in lines))))
        if len(names) > MOST_NAMES:
            said = _("These are many. Name at most %(most)s, or choose another photo.")
            raise forms.ValidationError(said % {"most": MOST_NAMES})
        if any(len(name) > 80 for name in names):
            raise forms.ValidationError(_("Write one first name a line."))
        return names

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("who") == PEOPLE:
            self._ask_for_their_word(said)
        elif said.get("who") == NOBODY and (said.get("people") or said.get("names")):
            self.add_error("who", _("You named somebody below. Choose “Somebody”."))
        if self.errors and "file" not in self.errors:
            self.add_error("file", _("Please choose the photo once more."))
        return said

    def _ask_for_their_word(self, said: dict[str, Any]) -> None:
        people, names = said.get("people"), said.get("names")
        if not people and not names and "names" not in self.errors:
            self.add_error(
                "names", _("Say who they are: tick them, or write the name.")
            )
        if people and not said.get("people_how") and self._are_new(people):
            self.add_error("people_how", _("Ask each of them first. Then choose one."))
        if names and not said.get("names_how"):
            self.add_error(
                "names_how", _("Print the form and have it signed. Then choose one.")
            )

    def _are_new(self, people: Any) -> bool:
        """Whether some of them have not allowed their photo before."""
        given = Consent.objects.filter(
            person__in=people, purpose=ConsentPurpose.PHOTO, withdrawn_at=None
        )
        return given.count() < len(people)

    @property
    def recognised(self) -> Recognised:
        said = self.cleaned_data
        return Recognised(
            people=list(said["people"]),
            people_how=said["people_how"] or HowAllowed.SAID,
            first_names=said["names"],
            names_how=said["names_how"] or HowAllowed.SIGNED,
        )
