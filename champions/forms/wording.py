"""A centre's own words for a message: typed with marks as people read them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from champions.languages import LONGEST, direction_of, find_language
from champions.messages.marks import kept, shown
from champions.messages.previews import room_for_text, values_for
from champions.messages.word_faults import (
    faults_of_subject,
    faults_of_text,
    faults_of_words,
)
from champions.messages.worded import Worded
from champions.models import Centre, Wording
from champions.models.wording import SUBJECT_LENGTH, TEXT_LENGTH, WORDS_LENGTH

# What is typed may be a little longer than what is kept: marks have longer names there.
ROOM_FOR_MARKS = 300


class WordingForm(forms.Form):
    """`since` is the number of the words that the page shows."""

    subject = forms.CharField(
        label=gettext_lazy("Heading"),
        help_text=gettext_lazy(
            "The subject of the mail, the large line of the letter."
        ),
        max_length=SUBJECT_LENGTH + ROOM_FOR_MARKS,
        error_messages={"required": gettext_lazy("Write a heading.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Words"),
        help_text=gettext_lazy("Leave a line empty to begin a new paragraph."),
        max_length=WORDS_LENGTH + ROOM_FOR_MARKS,
        widget=forms.Textarea(attrs={"rows": 16}),
        error_messages={"required": gettext_lazy("Write what you would like to say.")},
    )
    text_line = forms.CharField(
        label=gettext_lazy("Line for a text message"),
        help_text=gettext_lazy(
            "Short; the link follows by itself. Left empty, a text message says the usual words."
        ),
        required=False,
        max_length=TEXT_LENGTH + ROOM_FOR_MARKS,
    )
    since = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, centre: Centre, worded: Worded, tag: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.centre, self.worded, self.tag = centre, worded, tag
        self.labels = worded.labels
        for field in self.visible_fields():
            field.field.widget.attrs |= {"lang": tag, "dir": direction_of(tag)}

    def clean_subject(self) -> str:
        subject = self._kept("subject")
        _refuse(faults_of_subject(self.worded, subject))
        return _fitting(" ".join(subject.split()), SUBJECT_LENGTH)

    def clean_words(self) -> str:
        words = self._kept("words")
        _refuse(faults_of_words(self.worded, words))
        return _fitting(words, WORDS_LENGTH)

    def clean_text_line(self) -> str:
        line = " ".join(self._kept("text_line").split()).lstrip("?")
        values = values_for(self.worded, self.centre, self.tag)
        room = room_for_text(self.worded, self.centre, self.tag)
        _refuse(faults_of_text(self.worded, line, values=values, room=room))
        return _fitting(line, TEXT_LENGTH)

    def beside(self, newer: Wording) -> WordingForm:
        """The same words once more, by somebody who has seen the newer ones."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        data = typed | {"since": str(newer.number)}
        return WordingForm(data, centre=self.centre, worded=self.worded, tag=self.tag)

    def _kept(self, name: str) -> str:
        return kept(self.cleaned_data[name], self.worded.marks, self.labels)

    @property
    def wording(self) -> Wording:
        """What was typed, after cleaning; not kept yet."""
        said = {
            name: self.cleaned_data[name] for name in ("subject", "words", "text_line")
        }
        return Wording(
            centre=self.centre, message=self.worded.slug, language=self.tag, **said
        )


def as_typed(wording: Wording, worded: Worded) -> dict[str, str]:
    """Kept words as the form shows them, their marks in the language of the page."""
    fields = ("subject", "words", "text_line")
    return {name: shown(getattr(wording, name), worded.marks) for name in fields}


def _refuse(faults: list[str]) -> None:
    if faults:
        raise ValidationError(faults)


def _fitting(text: str, most: int) -> str:
    if len(text) > most:
        raise ValidationError(
            _("This is %(over)s signs too long. There is room for %(room)s."),
            params={"over": len(text) - most, "room": most},
        )
    return text


class LanguageForm(forms.Form):
    """Another language, however it is called."""

    language = forms.CharField(
        label=gettext_lazy("Another language"),
        help_text=gettext_lazy("Its name in any language, like Español or Spanish."),
        max_length=80,
        error_messages={"required": gettext_lazy("Write the name of the language.")},
    )

    def clean_language(self) -> str:
        tag = find_language(self.cleaned_data["language"])
        if not tag or len(tag) > LONGEST:
            raise ValidationError(
                _("We do not know this language. Write its name in English or French.")
            )
        return tag
