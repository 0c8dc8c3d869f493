"""Hearing of ideas that look for what one likes to do."""

from __future__ import annotations

from typing import Any

from champions.models import User
from champions.permissions import Visit
from ideas.forms.whose import WhoseWords
from ideas.services.gifts import agree, no_longer


class GiftForm(WhoseWords):
    """For a champion who says it by telephone or in person."""

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit = visit
        self.found = self.find()
        self.person = self.chosen(self.found)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        self.refuse_unknown(self.found)
        return said

    def apply(self, *, wishes: bool, by: User) -> None:
        if self.person:
            (agree if wishes else no_longer)(self.person, by=by)
