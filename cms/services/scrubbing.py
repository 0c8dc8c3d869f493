"""Taking somebody's name out of what others wrote: notes, ideas, pages and their drafts.

What names a person beyond doubt is replaced: the whole name, an address, a number; the
first name alone only where nobody else of the centre has it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, Revision, TaskState

from champions.models import (
    Centre,
    Champion,
    Circle,
    ContactLine,
    ContactList,
    Message,
    Person,
    Wording,
)
from champions.names import folded
from champions.search import search_text
from cms import fence
from cms.models import (
    Area,
    CentreCollection,
    CentrePage,
    InPicture,
    Picture,
    Programme,
    Session,
    ThingNeeded,
)
from ideas.models import (
    Answer,
    Comment,
    Draft,
    Expense,
    Idea,
    Promise,
    Reaction,
    WhatItTakes,
)
from ideas.models.takes import SHEET
from meetings.models import (
    AgendaItem,
    ClosedDays,
    Invitation,
    Meeting,
    Need,
    Part,
    Rhythm,
    Seat,
    Thanks,
    ThoughtOf,
)

# Texts that somebody else may have written about a person, room by room.
OTHERS_WORDS: dict[type[Model], tuple[str, ...]] = {
    Champion: ("gifts", "matters", "time"),
    Circle: ("name", "next_where"),
    ContactList: ("name", "file_name", "sheet", "refusal"),
    Wording: ("subject", "words", "text_line"),
    Message: ("subject", "text", "html", "calendar", "error", "to_address"),
    Idea: ("what", "why", "brings", "wants", "learned"),
    Draft: ("what", "why", "brings", "wants"),
    WhatItTakes: SHEET,
    Reaction: ("words",),
    Comment: ("words", "hidden_why", "objection"),
    Answer: ("reason", "promise", "next_step", "gathering_words"),
    Promise: ("words", "moved_why"),
    Expense: ("what",),
    Meeting: (
        "title",
        "place",
        "directions",
        "later_reason",
        "notes",
        "cancelled_why",
    ),
    Part: ("title",),
    AgendaItem: ("words",),
    Thanks: ("to_words", "words"),
    ClosedDays: ("words",),
    Rhythm: ("changed_why",),
    Seat: ("helped_by", "guest_name", "guest_reach"),
    Need: ("words", "arranged_words"),
    ThoughtOf: ("note",),
    Invitation: ("decline_reason",),
    Programme: (
        "title",
        "place",
        "directions",
        "cost",
        "food",
        "bring",
        "online_link",
        "key_words",
        "first_aid_words",
    ),
    Session: ("note",),
    ThingNeeded: ("what",),
    Area: ("name", "name_fr"),
    Picture: ("alt", "alt_other"),
    InPicture: ("first_name",),
}

# The fields of pages that are made of blocks.
BLOCKS = ("body",)


@dataclass(frozen=True)
class Scrubber:
    """Knows the words that name somebody, and what stands in their place."""

    centre: Centre
    words: tuple[str, ...]

    def scrub(self, text: str) -> str:
        instead = _("somebody who left")
        for word in self.words:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", instead, text, flags=re.I)
        return text

    def mentions(self, text: str) -> bool:
        return self.scrub(text) != text

    def scrub_centre(self) -> None:
        """Everything of the centre that names them."""
        if not self.words:
            return
        for model, fields in OTHERS_WORDS.items():
            self._scrub_rows(model.objects.of(self.centre), fields)
        self._blank_refused_lines()
        own = CentreCollection.objects.filter(centre=self.centre).values("collection")
        images = get_image_model().objects.filter(collection__in=own)
        self._scrub_rows(images, ["title", "description"])
        self._scrub_pages()
        forget_old_words_of_search()

    def _scrub_rows(self, rows: QuerySet, fields: Iterable[str]) -> None:
        wanted = Q()
        for name in fields:
            for word in self.words:
                wanted |= Q(**{f"{name}__icontains": word})
        for row in rows.filter(wanted):
            for name in fields:
                setattr(row, name, self._fitting(row, name))
            if isinstance(row, (Idea, Programme)):
                row.search_text = search_text(row.language, *_searched(row))
            if isinstance(row, Area):
                row.make_findable()
            row.save()

    def _fitting(self, row: Model, name: str) -> str:
        most = row._meta.get_field(name).max_length
        return self.scrub(getattr(row, name))[:most]

    def _blank_refused_lines(self) -> None:
        """Lines that could not be used keep by what they are found in the file."""
        for line in ContactLine.objects.of(self.centre).exclude(words={}).iterator():
            if self.mentions(" ".join(map(str, line.words.values()))):
                line.words, line.name_key = {}, ""
                line.save(update_fields=["words", "name_key"])

    def _scrub_pages(self) -> None:
        """Pages in every language with all their drafts, and what was said of them."""
        pages = fence.below(CentrePage.objects.filter(centre=self.centre))
        for page in pages.specific():
            texts = [f for f in page._meta.concrete_fields if _is_text(f)]
            before = [getattr(page, field.attname) for field in texts]
            after = [self.scrub(text) for text in before]
            if after != before:
                for field, text in zip(texts, after, strict=True):
                    setattr(page, field.attname, text[: field.max_length])
                page.save(clean=False)
            self._scrub_blocks(page)
        keys = [str(pk) for pk in pages.values_list("pk", flat=True)]
        for revision in Revision.page_revisions.filter(object_id__in=keys).iterator():
            self._scrub_revision(revision)
        self._scrub_rows(PageLogEntry.objects.filter(page__in=pages), ["label"])
        states = TaskState.objects.filter(workflow_state__object_id__in=keys)
        self._scrub_rows(states, ["comment"])

    def _scrub_blocks(self, page: Page) -> None:
        """A text that is a field of its own keeps its length; one in blocks need not."""
        for field in page._meta.concrete_fields:
            if not isinstance(field, StreamField):
                continue
            raw = list(getattr(page, field.attname).raw_data)
            text = json.dumps(raw, ensure_ascii=False)
            if self.mentions(text):
                setattr(page, field.attname, self.scrub(text))
                page.save(clean=False)

    def _scrub_revision(self, revision: Revision) -> None:
        text = json.dumps(_opened(revision.content), ensure_ascii=False)
        if self.mentions(text) or self.mentions(revision.object_str):
            Revision.objects.filter(pk=revision.pk).update(
                content=_closed(json.loads(self.scrub(text))),
                object_str=self.scrub(revision.object_str),
            )


def _opened(content: dict) -> dict:
    """Blocks stand in a draft as text within text, where an accent is written otherwise."""
    return content | {
        name: json.loads(content[name]) for name in BLOCKS if content.get(name)
    }


def _closed(content: dict) -> dict:
    return content | {
        name: json.dumps(content[name]) for name in BLOCKS if name in content
    }


def forget_old_words_of_search() -> None:
    """SQLite keeps words that left the full-text index until its parts are joined."""
    if connection.vendor == "sqlite":
        index = "wagtailsearch_indexentry_fts"
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608  our own name


def scrubber_of(person: Person) -> Scrubber:
    """Made before the person is erased, used afterwards."""
    words = [person.email, person.phone, person.address]
    if person.last_name:
        words.append(f"{person.first_name} {person.last_name}")
        words.append(f"{person.last_name}, {person.first_name}")
    if _is_only_one(person):
        words.append(person.first_name)
    return Scrubber(person.centre, tuple(word for word in words if len(word) > 1))


def _is_only_one(person: Person) -> bool:
    """Compared without accents and capitals."""
    others = Person.objects.of(person.centre).filter(erased_at=None)
    names = others.exclude(pk=person.pk).values_list("first_name", flat=True)
    return folded(person.first_name) not in {folded(name) for name in names.distinct()}


def _searched(row: Idea | Programme) -> tuple[str, ...]:
    if isinstance(row, Idea):
        return (row.what, row.why, row.brings, row.wants)
    return (row.title, row.place)


def _is_text(field) -> bool:
    kept = ("path", "url_path", "slug", "translation_key")
    kind = field.get_internal_type()
    return kind in ("CharField", "TextField") and field.name not in kept
