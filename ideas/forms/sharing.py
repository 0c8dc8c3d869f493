"""Sharing an idea: one's own, or written down for a champion."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from champions.enums import BlockKind, Language
from champions.models import Circle, Person, User
from champions.permissions import Visit
from ideas.forms.whose import WhoseWords
from ideas.forms.words import IdeaWords
from ideas.models import Idea
from ideas.permissions import can_share_idea, can_write_down
from ideas.services.ideas import circles_of, share_idea

KINDS = [kind for kind in BlockKind.choices if kind[0] != BlockKind.CENTRE]


class ShareForm(IdeaWords, WhoseWords):
    """One required field. Staff may also write it down for a champion."""

    quilt_kind = forms.ChoiceField(
        label=_("What is it about?"), choices=KINDS, required=False
    )
    # A form that is sent twice gives the same idea.
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    field_order = ("for_whom", "person", "what", "circle")

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit = visit
        self.found = self._ask_whose() if can_write_down(visit) else []
        if not can_write_down(visit):
            del self.fields["for_whom"]
        self.author = self.chosen(self.found) or self._own_author()
        self._ask_which_group()

    def _ask_whose(self) -> list[Person]:
        field = self.fields["for_whom"]
        field.label = _("Whose idea is it?")
        if can_share_idea(self.visit):
            field.required = False
            field.help_text = _(
                "The name of the champion you write it down for. Leave it empty when "
                "it is your own."
            )
        return self.find()

    def _own_author(self) -> Person | None:
        is_for_another = self.data.get("for_whom", "").strip()
        if is_for_another or not can_share_idea(self.visit):
            return None
        return self.visit.person

    def _ask_which_group(self) -> None:
        circles = circles_of(self.author) if self.author else []
        if len(circles) > 1:
            self.fields["circle"] = forms.ModelChoiceField(
                Circle.objects.filter(pk__in=[circle.pk for circle in circles]),
                label=_("Which group shall talk about it?"),
                widget=forms.RadioSelect,
                empty_label=None,
            )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.refuse_unknown(self.found)
        return cleaned

    @property
    def is_own(self) -> bool:
        """Nobody is written for: what is half written may be kept for its author."""
        return self._own_author() is not None

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What may be left out: shown below, in a part that opens."""
        return [self[name] for name in ("why", "brings", "wants", "quilt_kind")]

    @property
    def is_open(self) -> bool:
        """Whether somebody has said more; what it is about has a value by itself."""
        fields = (self["why"], self["brings"], self["wants"])
        return any(field.errors or field.value() for field in fields)

    @property
    def first_fields(self) -> list[forms.BoundField]:
        names = ("for_whom", "person", "what", "circle")
        return [self[name] for name in names if name in self.fields]

    def share(self, author: Person, *, by: User) -> Idea:
        """Put it before everybody, in the language of the page."""
        said = self.cleaned_data
        return share_idea(
            author.centre,
            author=author,
            what=said["what"],
            why=said["why"],
            brings=said["brings"],
            wants=said["wants"],
            quilt_kind=said["quilt_kind"] or BlockKind.TOGETHER,
            language=get_language() or Language.ENGLISH,
            circle=said.get("circle"),
            by=by,
            written_down=bool(self.found),
            submission=said["submission"],
        )
