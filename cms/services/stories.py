"""Stories of champions: told, read by the centre, in public as long as they allow it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.template.defaultfilters import linebreaksbr
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, PageLogEntry

from champions.enums import Channel, ConsentPurpose
from champions.history import record
from champions.models import Centre, Consent, Person, User
from champions.services.consents import give_consent, take_back_consent
from champions.services.freshness import raise_version
from champions.services.turns import take_turn
from cms.models import Programme, StoryIndexPage, StoryPage
from cms.services.names import let_name_stand

# Version of the words that stand beside the tick in `cms.forms.StoryForm`.
STORY_WORDING = 1
# First words of addresses below /<centre>/stories/ that are no stories.
RESERVED_SLUGS = frozenset({"new", "mine", "you-said"})
# What a champion may take back on their own page, each on its own.
IN_PUBLIC = (ConsentPurpose.NAME, ConsentPurpose.STORY)


@dataclass(frozen=True)
class Told:
    """What a champion wrote into the plain form."""

    title: str
    happened: str
    learned: str
    language: str
    shows_name: bool
    programme: Programme | None = None
    line: str = ""


@transaction.atomic
def tell_story(
    centre: Centre, told: Told, *, teller: Person, by: User | None
) -> StoryPage:
    """A draft in its language, which the centre is asked to read at once; and what the
    teller allows. Told twice in the same words it is the same story. `by` is whoever
    wrote it down."""
    take_turn(centre)
    blocks = list(_blocks(told))
    if known := _told_before(centre, teller, told.title, blocks):
        return known
    own = by is not None and by == teller.user
    _allow(teller, told, how=Channel.EMAIL if own else Channel.PHONE, by=by)
    story = _draft(centre, told, blocks, teller, by)
    story.get_workflow().start(story, by)
    record(teller, "cms.tell_story", by=by, story=story.pk)
    return story


def _blocks(told: Told) -> Iterator[tuple[str, str]]:
    """What happened, and under a heading of its own what was learned."""
    yield from _paragraphs(told.happened)
    if told.learned:
        with translation.override(told.language):
            yield "heading", _("What we learned")
        yield from _paragraphs(told.learned)


def _paragraphs(text: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        yield "paragraph", f"<p>{linebreaksbr(part, autoescape=True)}</p>"


def _told_before(centre, teller: Person, title: str, blocks) -> StoryPage | None:
    for story in StoryPage.objects.of(centre).filter(teller=teller, title=title):
        words = [(one["type"], one["value"]) for one in story.body.raw_data]
        if words == blocks:
            return story
    return None


def _allow(teller: Person, told: Told, *, how: str, by: User | None) -> None:
    give_consent(
        teller,
        ConsentPurpose.STORY,
        wording=STORY_WORDING,
        how=how,
        by=by,
        language=told.language,
    )
    if told.shows_name:
        let_name_stand(teller, by=by, language=told.language)


def _draft(centre, told: Told, blocks, teller: Person, by: User | None) -> StoryPage:
    index = StoryIndexPage.objects.of(centre).get(
        locale=Locale.objects.get(language_code=told.language)
    )
    story = StoryPage(
        title=told.title,
        line=told.line,
        slug=_free_slug(index, told.title),
        body=json.dumps([{"type": kind, "value": value} for kind, value in blocks]),
        teller=teller,
        shows_name=told.shows_name,
        programme=told.programme,
        locale=index.locale,
        live=False,
        owner=by,
    )
    index.add_child(instance=story)
    story.save_revision(user=by)
    return story


def _free_slug(index: StoryIndexPage, title: str) -> str:
    stem = slugify(title)[:50].strip("-") or "story"
    taken = RESERVED_SLUGS | set(index.get_children().values_list("slug", flat=True))
    numbers = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(s for s in numbers if s not in taken)


def consents_in_public(person: Person) -> list[Consent]:
    """What of a person may stand on public pages, as far as they said so: each can be
    taken back on its own."""
    given = Consent.objects.of(person.centre).filter(
        person=person, purpose__in=IN_PUBLIC, withdrawn_at=None
    )
    return list(given.order_by("purpose"))


@transaction.atomic
def take_back(consent: Consent, *, by: User | None) -> None:
    """From now on it stands on no page. With the consent to their story, their stories
    come down, read or not."""
    raise_version(consent.centre)
    take_back_consent(consent, by=by)
    if consent.purpose == ConsentPurpose.STORY:
        for story in StoryPage.objects.filter(teller=consent.person_id):
            _take_down(story, by=by)


def _take_down(story: StoryPage, *, by: User | None) -> None:
    if story.workflow_in_progress:
        story.current_workflow_state.cancel(user=by)
    if story.live:
        # It is theirs to take down, though they publish nothing.
        UnpublishPageAction(story, user=by).execute(skip_permission_checks=True)


@transaction.atomic
def take_back_stories(person: Person, *, by: User | None) -> None:
    """All stories of a person come down; said twice, it is said once."""
    for consent in consents_in_public(person):
        if consent.purpose == ConsentPurpose.STORY:
            take_back(consent, by=by)


def erase_stories(person: Person) -> None:
    """What a person told of themselves goes with them, drafts and log labels too."""
    for story in StoryPage.objects.filter(teller=person):
        pk = story.pk
        story.delete()
        PageLogEntry.objects.filter(page=pk).update(label=f"story {pk}")


def merge_stories(person: Person, into: Person) -> None:
    StoryPage.objects.filter(teller=person).update(teller=into)


def stories_of(person: Person) -> list[dict[str, Any]]:
    """For the record: every story with its words as they stand."""
    return [
        {
            "title": story.title,
            "words": _as_text(story),
            "state": _("in public") if story.live else _("not in public"),
            "named": story.shows_name,
        }
        for story in StoryPage.objects.filter(teller=person)
    ]


def _as_text(story: StoryPage) -> str:
    texts = story.body.stream_block.get_searchable_content(story.body)
    return "\n".join(text for text in (story.line, *texts) if text)
