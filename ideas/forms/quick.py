"""Quick entry: a line an idea, each perhaps with the name on its card, or known already."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4
from zlib import crc32

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from champions.enums import Language
from champions.models import Circle, Person, User
from champions.names import folded
from champions.permissions import Visit
from ideas.models import Idea
from ideas.permissions import can_share_idea, can_write_down, centre_of
from ideas.searching import similar_to_each
from ideas.services.quick import Line, enter_ideas

# A dash between spaces, before the name; a hyphen within a word is none.
DASH = re.compile(r"\s+[-–—]+\s+")
LONGEST = 140
MOST = 60
NOBODY, MINE, NEW = "none", "mine", "new"


@dataclass
class Card:
    """One line that was typed, and whom its name may mean."""

    number: int
    what: str
    name: str
    found: list[Person] = field(default_factory=list)
    alike: list[Idea] = field(default_factory=list)

    @property
    def question(self) -> str:
        """The name of the field that asks whose it is: by its words, so that an
        answer stays with its line when lines above are taken out."""
        return f"whose_{self._words}"

    @property
    def same_question(self) -> str:
        """The name of the field that asks whether it is an idea that is known."""
        return f"same_{self._words}"

    @property
    def _words(self) -> str:
        return f"{crc32(folded(self.what, self.name).encode()):x}"

    @property
    def line(self) -> str:
        return f"{self.what} – {self.name}" if self.name else self.what


class QuickForm(forms.Form):
    """The lines; for each name that is unknown or of several, whose it is; and for each
    line that looks like a known idea, whether it is the same (`all_asked`: every one was
    asked about before)."""

    lines = forms.CharField(
        label=gettext_lazy("The ideas, a line each"),
        help_text=gettext_lazy(
            "Put the name on the card behind a dash: Soup kitchen – Rosa. A card "
            "without a name needs none."
        ),
        max_length=12_000,
        error_messages={"required": gettext_lazy("Type at least one idea.")},
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    without_name = forms.ChoiceField(
        label=gettext_lazy("Lines without a name are"),
        choices=[
            (NOBODY, gettext_lazy("cards without a name")),
            (MINE, gettext_lazy("my own ideas")),
        ],
        initial=NOBODY,
        widget=forms.RadioSelect,
    )
    circle = forms.ModelChoiceField(
        Circle.objects.none(),
        label=gettext_lazy("Which group talks about them?"),
        empty_label=gettext_lazy("The group of each author"),
        required=False,
    )
    # A form that is sent twice gives the same ideas.
    entry = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit = visit
        circles = self.fields["circle"]
        if isinstance(circles, forms.ModelChoiceField):
            circles.queryset = Circle.objects.of(centre_of(visit)).open()
        if not can_share_idea(visit):
            del self.fields["without_name"]
        self.cards = self._read() if self.is_bound else []
        self.all_asked = True
        for card in self.cards:
            self._ask_whose(card)
            self._ask_same(card)

    def _read(self) -> list[Card]:
        typed = str(self.data.get("lines", "")).splitlines()
        lines = [" ".join(line.split()) for line in typed if line.strip()][:MOST]
        cards = [_card(number, line) for number, line in enumerate(lines)]
        known = _champions_called({card.name for card in cards}, self.visit)
        for card in cards:
            card.found = known.get(folded(card.name), []) if card.name else []
        whats = {card.what for card in cards}
        alike = similar_to_each(centre_of(self.visit), whats, but_of=self._entry())
        for card in cards:
            card.alike = alike[card.what]
        return cards

    def _entry(self) -> UUID | None:
        """What this very form gave when it was sent before is no answer to it."""
        try:
            return UUID(self.data.get("entry", ""))
        except ValueError:
            return None

    @property
    def found(self) -> list[Person]:
        return [person for card in self.cards for person in card.found]

    def _ask_whose(self, card: Card) -> None:
        """Only where the name is of nobody, or of several. “Nobody of these” keeps the
        whole line: what follows the dash may have been no name."""
        if not card.name or len(card.found) == 1:
            return
        if card.found:
            asked = _("Several champions are called %(name)s. Whose is “%(what)s”?")
        else:
            asked = _("We know no champion called %(name)s. Whose is “%(what)s”?")
        choices = [
            *[(str(one.pk), self._name_of(one)) for one in card.found],
            (NOBODY, _("A card without a name")),
            (
                "line",
                _("It is no name, but part of the idea: %(line)s")
                % {"line": card.line},
            ),
        ]
        self.fields[card.question] = forms.ChoiceField(
            label=asked % {"name": card.name, "what": card.what},
            help_text=_("Or mend the letters of the name in its line."),
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Say whose it is.")},
        )

    def _ask_same(self, card: Card) -> None:
        """Once, with “a new one” chosen beforehand; then the form is sent again."""
        if not card.alike:
            return
        name = card.same_question
        self.fields[name] = forms.ChoiceField(
            label=_("Is it one of these? “%(what)s”") % {"what": card.what},
            choices=[
                (NEW, _("A new one")),
                *[(str(one.pk), self._same_as(one, card)) for one in card.alike],
            ],
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("This idea is gone. Choose again.")},
        )
        if name not in self.data:
            self.all_asked = False
            chosen = QueryDict(mutable=True)
            chosen.update(self.data)
            chosen[name] = NEW
            self.data = chosen

    def _same_as(self, idea: Idea, card: Card) -> str:
        if card.name:
            words = _("The same as “%(what)s”: %(name)s likes it too")
        elif self.data.get("without_name") == MINE:
            words = _("The same as “%(what)s”: I like it too")
        else:
            words = _("The same as “%(what)s”: leave this card out")
        return words % {"what": idea.what, "name": card.name}

    @property
    def same_questions(self) -> list[forms.BoundField]:
        """Each once, also where two cards say the very same."""
        names = dict.fromkeys(card.same_question for card in self.cards if card.alike)
        return [self[name] for name in names]

    def _name_of(self, person: Person) -> str:
        """Staff read the whole name; champions as much as tells two apart."""
        if can_write_down(self.visit):
            return str(person)
        return f"{person.first_name} {person.last_name[:1]}".strip()

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[card.question] for card in self.cards if self._asks(card)]

    def _asks(self, card: Card) -> bool:
        return card.question in self.fields

    def clean_lines(self) -> str:
        lines = self.cleaned_data["lines"]
        count = sum(bool(line.strip()) for line in lines.splitlines())
        if count > MOST:
            raise forms.ValidationError(
                _("That is %(count)d lines. Send at most %(most)d at once.")
                % {"count": count, "most": MOST}
            )
        long = [card.number + 1 for card in self.cards if len(card.what) > LONGEST]
        if long:
            raise forms.ValidationError(
                _("Say it in at most 140 letters: line %(lines)s.")
                % {"lines": ", ".join(map(str, long))}
            )
        return str(lines)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for card in self.cards:
            if said.get(card.question) == "line" and len(card.line) > LONGEST:
                words = _("Say it in at most 140 letters: line %(lines)s.")
                self.add_error("lines", words % {"lines": card.number + 1})
        return said

    def enter(self, *, by: User) -> list[Idea]:
        said = self.cleaned_data
        return enter_ideas(
            centre_of(self.visit),
            [self._line(card) for card in self.cards],
            entry=said["entry"],
            language=get_language() or Language.ENGLISH,
            by=by,
            circle=said["circle"],
        )

    def _line(self, card: Card) -> Line:
        line, chosen = self._new_line(card), self.cleaned_data.get(card.same_question)
        same = next((one for one in card.alike if str(one.pk) == chosen), None)
        return replace(line, same_as=same)

    def _new_line(self, card: Card) -> Line:
        said = self.cleaned_data
        nobody = self.visit.person if said.get("without_name") == MINE else None
        if not card.name or said.get(card.question) == "line":
            return Line(card.line, nobody)
        whose = said.get(card.question) or str(card.found[0].pk)
        author = next((one for one in card.found if str(one.pk) == whose), None)
        return Line(card.what, author)


def _card(number: int, line: str) -> Card:
    """The last dash parts the idea from the name."""
    parts = DASH.split(line)
    if len(parts) < 2 or not folded(parts[-1]):
        return Card(number, line, "")
    name = parts[-1].strip()
    what = line[: len(line) - len(name)].rstrip(" -–—")
    return Card(number, what, name)


def _champions_called(names: set[str], visit: Visit) -> dict[str, list[Person]]:
    """Champions whose first or whole name was typed, in one query; who only tries some
    letters finds nobody."""
    wanted = {folded(name) for name in names if name}
    if not wanted:
        return {}
    people = Person.objects.of(centre_of(visit)).living().exclude(champion=None)
    found: dict[str, list[Person]] = {}
    for person in people.order_by("first_name", "last_name", "pk"):
        called = {
            folded(person.first_name),
            folded(person.first_name, person.last_name),
        }
        for name in called & wanted:
            found.setdefault(name, []).append(person)
    return found
