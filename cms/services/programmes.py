"""What becomes of a programme: described, checked, shown, its dates kept ahead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, WorkflowState

from champions.history import record
from champions.models import Centre, Person, User
from champions.quilt import Block, next_free_salt
from champions.search import search_text
from champions.services.freshness import raise_version
from champions.services.turns import take_turn
from cms.enums import NEXT_PROGRAMME_STATES, ProgrammeState
from cms.models import Programme, ProgrammeIndexPage, ProgrammePage
from cms.services.sessions import (
    bring_back_dates,
    clear_dates,
    follow_facts,
    make_sessions,
)
from ideas.models import Idea
from ideas.services.ideas import start_running
from meetings.services.rhythms import today_at

# First words of addresses below /<centre>/programmes/ that are not programmes.
RESERVED_SLUGS = frozenset({"new", "calendar", "month"})
# Words that live on the page of a language; the rest belongs to the programme.
PAGE_WORDS = ("what", "about", "first_visit")


class NotThisMoveError(Exception):
    """Somebody was faster, or the programme is no longer where it seemed to be."""


@transaction.atomic
def describe_programme(
    centre: Centre,
    *,
    lead: Person,
    by: User | None,
    facts: Mapping[str, Any],
    words: Mapping[str, str],
    idea: Idea | None = None,
) -> Programme:
    """A champion's first description: the programme, its dates, and a draft of its page
    in its language, which staff then check. It keeps its idea's square. Described twice
    under the same title, or for the same idea, it is the same programme."""
    take_turn(centre)
    if known := _described(centre, lead, idea, facts):
        return _described_again(known, by=by, facts=facts, words=words)
    programme = Programme(centre=centre, idea=idea, **facts)
    programme.slug = free_slug(centre, programme.title)
    _take_square(programme, idea)
    if idea is not None:
        programme.circle = idea.circle
    _make_findable(programme, words)
    programme.save()
    programme.leads.add(lead)
    _draft_page(programme, words, by)
    make_sessions(programme, by=by)
    record(programme, "cms.describe_programme", by=by)
    return programme


def _described(
    centre: Centre, lead: Person, idea: Idea | None, facts: Mapping[str, Any]
) -> Programme | None:
    programmes = Programme.objects.of(centre)
    if idea is not None:
        return programmes.filter(idea=idea).first()
    same = {name: facts[name] for name in ("title", "first_on", "at", "place")}
    starting = programmes.filter(state=ProgrammeState.STARTING, idea=None, **same)
    return starting.filter(leads=lead).first()


def _described_again(
    known: Programme,
    *,
    by: User | None,
    facts: Mapping[str, Any],
    words: Mapping[str, str],
) -> Programme:
    """Whoever goes back and says it better is heard, while nobody was shown it yet."""
    is_new = known.state == ProgrammeState.STARTING and _changed(known, facts, words)
    if is_new and known.idea_id is None:
        change_programme(known, by=by, facts=facts, words=words)
    return known


@transaction.atomic
def change_programme(
    programme: Programme,
    *,
    by: User | None,
    facts: Mapping[str, Any],
    words: Mapping[str, str],
) -> ProgrammePage:
    """New facts count at once; new words are a draft until somebody has checked them."""
    raise_version(programme.centre)
    changed = _changed(programme, facts, words)
    for name, value in facts.items():
        setattr(programme, name, value)
    page = _draft_words(programme, words, by)
    programme.title = _read_title(programme)
    _make_findable(programme, words)
    programme.save()
    follow_facts(programme, by=by)
    make_sessions(programme, by=by)
    record(programme, "cms.change_programme", by=by, fields=changed)
    return page


def _draft_words(
    programme: Programme, words: Mapping[str, str], by: User | None
) -> ProgrammePage:
    """The page with these words as its newest draft. Where they are the ones it has, there
    is nothing to read, and nothing is drafted."""
    page, wanted = original_page(programme), {**words, "title": programme.title}
    newest = page.get_latest_revision_as_object()
    names = ("title", *PAGE_WORDS)
    if any(getattr(newest, name) != wanted[name] for name in names):
        for name in names:
            setattr(page, name, wanted[name])
        page.save_revision(user=by)
    return page


def _read_title(programme: Programme) -> str:
    """What it is called in public: a new title waits to be read, like all words."""
    live = programme.pages.live().filter(locale__language_code=programme.language)
    return live.values_list("title", flat=True).first() or programme.title


def _changed(
    programme: Programme, facts: Mapping[str, Any], words: Mapping[str, str]
) -> list[str]:
    """The names of what is other than it was. Asked of the database: a form has written
    on `programme` already."""
    before = Programme.objects.get(pk=programme.pk)
    page = original_page(programme).get_latest_revision_as_object()
    new_facts = {
        name for name, value in facts.items() if getattr(before, name) != value
    }
    new_words = {name for name in PAGE_WORDS if getattr(page, name) != words[name]}
    return sorted(new_facts | new_words)


def _make_findable(
    programme: Programme, words: Mapping[str, str] | None = None
) -> None:
    """By the words in public, in each language; before there are any, by the first."""
    live = programme.pages.live().select_related("locale") if programme.pk else []
    said = [(page.language, page.title, page.what, page.about) for page in live]
    if not said and words:
        own = (programme.title, words["what"], words["about"])
        said = [(programme.language, *own)]
    said.append((programme.language, programme.place))
    programme.search_text = "".join(search_text(*texts) for texts in said)
    programme.access_text = "".join(f" {need} " for need in programme.access)


def _take_square(programme: Programme, idea: Idea | None) -> None:
    if idea is not None:
        programme.uuid, programme.quilt_salt = idea.uuid, idea.quilt_salt
        programme.quilt_kind = idea.quilt_kind
        return
    programme.uuid = uuid4()
    others = Programme.objects.of(programme.centre)
    blocks = [Block(p.uuid, p.quilt_kind, p.quilt_salt) for p in others]
    programme.quilt_salt = next_free_salt(programme.uuid, programme.quilt_kind, blocks)


def free_slug(centre: Centre, title: str) -> str:
    """A short name for the address that no other programme of the centre has."""
    stem = slugify(title)[:50] or "programme"
    taken = set(Programme.objects.of(centre).values_list("slug", flat=True))
    taken |= RESERVED_SLUGS
    numbers = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(s for s in numbers if s not in taken)


def _draft_page(
    programme: Programme, words: Mapping[str, str], by: User | None
) -> ProgrammePage:
    index = ProgrammeIndexPage.objects.get(
        pk__in=ProgrammeIndexPage.objects.of(programme.centre),
        locale=Locale.objects.get(language_code=programme.language),
    )
    page = ProgrammePage(
        programme=programme,
        title=programme.title,
        slug=programme.slug,
        locale=index.locale,
        live=False,
        owner=by,
        **{name: words[name] for name in PAGE_WORDS},
    )
    index.add_child(instance=page)
    page.save_revision(user=by)
    return page


def original_page(programme: Programme) -> ProgrammePage:
    """The page in the programme's own language."""
    return programme.pages.get(locale__language_code=programme.language)


@transaction.atomic
def ask_for_check(page: ProgrammePage, *, by: User | None) -> None:
    """Hand the newest words to the centre, again after it asked for a change. Asking
    twice is asking once."""
    take_turn(page.programme.centre)
    state = page.current_workflow_state
    if state is None:
        page.get_workflow().start(page, by)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)


def follow_page(page: ProgrammePage) -> None:
    """What a published page means for its programme and its idea. Idempotent; called
    by Wagtail's signals alone."""
    programme = page.programme
    raise_version(programme.centre)
    _follow_words(programme)
    if programme.state == ProgrammeState.STARTING:
        _move(programme, ProgrammeState.RUNNING)
    Programme.objects.filter(pk=programme.pk).update(
        checked_on=today_at(programme.centre), updated_at=timezone.now()
    )
    if programme.idea_id:
        start_running(programme.idea, url=page.url)


def _follow_words(programme: Programme) -> None:
    """It is called, and found, as the words in public say; its dates too."""
    title = _read_title(programme)
    was_called, programme.title = programme.title, title
    _make_findable(programme)
    programme.save(update_fields=["title", "search_text", "access_text", "updated_at"])
    if title != was_called:
        follow_facts(programme, by=None)


def _move(programme: Programme, to: str) -> bool:
    """Whether this call made the move; `programme` then stands there."""
    allowed = [state for state, nexts in NEXT_PROGRAMME_STATES.items() if to in nexts]
    moved = Programme.objects.filter(pk=programme.pk, state__in=allowed).update(
        state=to, updated_at=timezone.now()
    )
    if moved:
        programme.state = to
    return bool(moved)


@transaction.atomic
def set_state(programme: Programme, to: str, *, by: User) -> None:
    """Take a break, come back, or finish well. A break takes the dates to come away;
    coming back makes new ones, and brings back those for which somebody meant to come."""
    raise_version(programme.centre)
    if not _move(programme, to):
        raise NotThisMoveError
    if to == ProgrammeState.RUNNING:
        bring_back_dates(programme, by=by)
    else:
        clear_dates(programme, why=programme.get_state_display(), by=by)
    record(programme, f"cms.programme_{to}", by=by)


@transaction.atomic
def tick_checked(programme: Programme, *, by: User | None) -> None:
    """Somebody made sure that all still is as the page says."""
    raise_version(programme.centre)
    Programme.objects.filter(pk=programme.pk).update(
        checked_on=today_at(programme.centre),
        checked_by=by,
        updated_at=timezone.now(),
    )
    record(programme, "cms.check_programme", by=by)
